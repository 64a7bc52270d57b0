using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace McpIntegration.McpServer.Authorization;

/// <summary>
/// Every scope that the server's primitives declare, sorted: the one source of challenges and metadata.
/// </summary>
internal sealed class ScopeCatalog(IOptions<McpServerOptions> server)
{
    public IReadOnlyList<string> All => field ??=
        [.. Primitives(server.Value)
            .Select(primitive => RequiresScopeAttribute.Of(primitive.Metadata))
            .Append(server.Value.Handlers.CompleteHandler is { } complete ? RequiresScopeAttribute.Of(complete) : null)
            .OfType<string>()
            .Distinct()
            .Order(StringComparer.Ordinal)];

    public static IEnumerable<IMcpServerPrimitive> Primitives(McpServerOptions server) =>
        Of(server.ToolCollection).Concat(Of(server.PromptCollection)).Concat(Of(server.ResourceCollection));

    private static IEnumerable<IMcpServerPrimitive> Of<T>(IEnumerable<T>? collection) where T : IMcpServerPrimitive =>
        collection?.Cast<IMcpServerPrimitive>() ?? [];
}
