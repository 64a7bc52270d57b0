using System.Diagnostics.CodeAnalysis;

namespace McpIntegration.McpServer.Protocol;

/// <summary>
/// Ids are the client's text: a number or a UUID is of use to whoever reads a log, a line break or a novel only to
/// somebody who forges its lines.
/// </summary>
internal static class PrintableId
{
    [return: NotNullIfNotNull(nameof(id))]
    public static string? Of(string? id) =>
        id is null || (id.Length <= 64 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':'))
            ? id
            : "withheld";
}
