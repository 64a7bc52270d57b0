using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using McpIntegration.McpServer.Authentication;
using McpIntegration.McpServer.Authorization;
using McpIntegration.McpServer.Caching;
using McpIntegration.McpServer.InternalApi;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpIntegration.McpServer.Tools;

/// <summary>
/// Reads a page of a collection. What replicas share is the API's page; the fields are picked by this one's catalogue.
/// </summary>
internal sealed class QueryDataTool(
    IOptions<CatalogueOptions> catalogue,
    InternalApiClient api,
    RecordCache cache,
    QueryCursors cursors,
    PageDelivery delivery)
{
    private const string NotItsCursor =
        "cursor is not one that was given for this collection and these filters within the last hour. " +
        "Start the query again without cursor.";

    private const string Name = "query_data";
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    [McpServerTool(
        Name = Name, Title = "Query data", ReadOnly = true, Destructive = false, Idempotent = true,
        OpenWorld = false, UseStructuredContent = true, OutputSchemaType = typeof(QueryDataResult))]
    [Description("Finds records of one collection of the company's internal data, " +
        "such as users, orders, products or tickets. " +
        "Example: {\"collection\": \"users\", " +
        "\"filters\": {\"field\": \"department\", \"value\": \"engineering\", \"limit\": 5}}. " +
        "Not for one person whose id is known (get_user_profile) and not for figures over time (get_metrics).")]
    [RequiresScope("mcp:query")]
    public async Task<CallToolResult> QueryDataAsync(
        RequestContext<CallToolRequestParams> call,
        [Description("Name of the collection, for example users. A wrong name is answered with the list of all.")]
        [StringLength(64)]
        string collection,
        QueryFilters? filters = null,
        [Description("nextCursor of the page before, unchanged, with the same collection and filters; only limit " +
            "may differ. It lasts one hour. Leave it out to start.")]
        [StringLength(QueryCursors.MaxLength, MinimumLength = 1)]
        string? cursor = null,
        CancellationToken cancellationToken = default)
    {
        filters ??= new();
        if (!catalogue.Value.Collections.TryGetValue(collection, out var options))
        {
            return ToolReply.Refuse(
                $"There is no collection \"{collection}\". " +
                $"Use one of: {string.Join(", ", catalogue.Value.Collections.Keys)}.");
        }

        if (options.FindFault(filters) is { } fault)
        {
            return ToolReply.Refuse(fault);
        }

        var caller = Caller.From(call.User);
        var position = cursor is null
            ? QueryPosition.Start
            : cursors.Read(QueryCursors.BindingOf(caller, collection, filters), cursor);
        if (position is null)
        {
            return ToolReply.Refuse(NotItsCursor);
        }

        var request = new PageRequest(caller, collection, options, filters, position);
        var query = filters.ToQuery(request.PageSize, position.UpstreamCursor);
        var page = await cache.GetAsync(
            caller, Name, query.ToAddress(collection),
            async token => new Lookup<RecordPage>(
                await api.QueryAsync(collection, query, call.Origin(Name), token), Lifetime),
            cancellationToken);
        return delivery.Deliver(request, page);
    }
}
