namespace McpIntegration.McpServer.Tools;

/// <summary>What a caller of query_data asks for, checked.</summary>
/// <param name="Collection">Its name in the catalogue.</param>
/// <param name="Fields">What may be read of it.</param>
/// <param name="Limit">Records at most.</param>
/// <param name="From">Where the query goes on.</param>
/// <param name="Binding">What cursors of this caller and query are bound to.</param>
internal sealed record PageRequest(
    string Collection, CollectionOptions Fields, int Limit, QueryPosition From, string Binding)
{
    /// <summary>
    /// What the API is asked for. A page of which a part was delivered is asked for as it was, whatever the limit is
    /// now.
    /// </summary>
    public int PageSize => From.Delivered?.PageSize ?? Limit;
}
