using Microsoft.AspNetCore.Http.Extensions;

namespace McpIntegration.InternalApiMock.Query;

internal static class NextPage
{
    /// <summary>
    /// The same query at the host by which the caller knows us; a relative address when it named none (HTTP/1.0).
    /// </summary>
    public static string Address(HttpRequest request, QueryParameters next)
    {
        var query = new QueryBuilder();
        Add(query, "field", next.Field);
        Add(query, "operator", next.Operator);
        Add(query, "value", next.Value);
        Add(query, "limit", next.Limit);
        Add(query, "cursor", next.Cursor);
        return request.Host.HasValue
            ? UriHelper.BuildAbsolute(
                request.Scheme, request.Host, request.PathBase, request.Path, query.ToQueryString())
            : UriHelper.BuildRelative(request.PathBase, request.Path, query.ToQueryString());
    }

    private static void Add(QueryBuilder query, string name, string? value)
    {
        if (value is not null)
        {
            query.Add(name, value);
        }
    }
}
