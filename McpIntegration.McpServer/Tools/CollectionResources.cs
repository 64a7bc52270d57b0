using System.ComponentModel;
using System.Text.Json;
using McpIntegration.McpServer.Authorization;
using Microsoft.Extensions.Options;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpIntegration.McpServer.Tools;

/// <summary>The catalogue of collections, for whoever may query them.</summary>
internal sealed class CollectionResources(IOptions<CatalogueOptions> catalogue)
{
    public const string CatalogueUri = "internal-data://collections";
    public const string CollectionUri = $"{CatalogueUri}/{{name}}";
    private const string MimeType = "application/json";

    [McpServerResource(
        UriTemplate = CatalogueUri, Name = "collections", Title = "Collections", MimeType = MimeType)]
    [Description("The collections that query_data may read, each with its fields. Look here before the first query.")]
    [RequiresScope("mcp:query")]
    public ResourceContents ReadCatalogue() => Write(
        CatalogueUri,
        new Catalogue([.. Names(catalogue.Value)
            .Select(name => new CatalogueEntry(name, UriOf(name), catalogue.Value.Collections[name].Returns))]));

    [McpServerResource(
        UriTemplate = CollectionUri, Name = "collection", Title = "One collection", MimeType = MimeType)]
    [Description("The fields that records of one collection are returned with, and the fields that query_data may " +
        "filter it by, each with its operators.")]
    [RequiresScope("mcp:query")]
    public ResourceContents ReadCollection(
        RequestContext<ReadResourceRequestParams> call,
        [Description("The collection's name, for example users.")] string name) =>
        catalogue.Value.Collections.TryGetValue(name, out var collection)
            ? Write(UriOf(name), new CollectionSchema(
                name,
                collection.Returns,
                [.. collection.Filters.OrderBy(filter => filter.Key, StringComparer.Ordinal)
                    .Select(filter => new FilterSchema(filter.Key, filter.Value))]))
            : throw new McpProtocolException(
                $"There is no such collection. {CatalogueUri} lists them.", NotFoundFor(call.Server));

    public static IEnumerable<string> Names(CatalogueOptions catalogue) =>
        catalogue.Collections.Keys.Order(StringComparer.Ordinal);

    // Revision 2026-07-28 gave up the code of its own; the SDK turns it round for addresses that match nothing, only.
    private static McpErrorCode NotFoundFor(McpSession session) =>
        string.CompareOrdinal(session.NegotiatedProtocolVersion, "2026-07-28") >= 0
            ? McpErrorCode.InvalidParams
            : McpErrorCode.ResourceNotFound;

    private static string UriOf(string name) => $"{CatalogueUri}/{name}";

    private static TextResourceContents Write<T>(string uri, T content) =>
        new() { Uri = uri, MimeType = MimeType, Text = JsonSerializer.Serialize(content, ToolReply.JsonOptions) };

    private sealed record Catalogue(IReadOnlyList<CatalogueEntry> Collections);

    private sealed record CatalogueEntry(string Name, string Uri, IList<string> Fields);

    private sealed record CollectionSchema(
        string Collection, IList<string> Fields, IReadOnlyList<FilterSchema> Filters);

    private sealed record FilterSchema(string Field, FilterOperator[] Operators);
}
