using McpIntegration.McpServer.Authentication;

namespace McpIntegration.McpServer.Tools;

/// <summary>What a caller of query_data asks for, checked.</summary>
/// <param name="Caller">Who asks.</param>
/// <param name="Collection">Its name in the catalogue.</param>
/// <param name="Fields">What may be read of it.</param>
/// <param name="Filters">Which records.</param>
/// <param name="From">Where the query goes on.</param>
internal sealed record PageRequest(
    Caller Caller, string Collection, CollectionOptions Fields, QueryFilters Filters, QueryPosition From)
{
    /// <summary>Records at most.</summary>
    public int Limit => Filters.LimitOrDefault();

    /// <summary>
    /// What the API is asked for. A page of which a part was delivered is asked for as it was, whatever the limit is
    /// now.
    /// </summary>
    public int PageSize => From.Delivered?.PageSize ?? Limit;
}
