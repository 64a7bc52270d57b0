namespace McpIntegration.InternalApiMock.Data;

/// <summary>What every record of a collection has. Records are ordered by <see cref="Id"/>, ordinally.</summary>
internal interface IRecord
{
    string Id { get; }
}
