using System.Text.Json;

namespace McpIntegration.McpServer.InternalApi;

/// <param name="Records">Whole records as the API has them: projection follows on every call.</param>
/// <param name="NextCursor">Asks for the records after these; null at the end.</param>
internal sealed record RecordPage(IReadOnlyList<JsonElement> Records, string? NextCursor = null);
