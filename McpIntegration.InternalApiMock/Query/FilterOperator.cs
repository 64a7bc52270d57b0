namespace McpIntegration.InternalApiMock.Query;

internal enum FilterOperator
{
    Equals,
    Prefix,
    Greater,
    Less,
}
