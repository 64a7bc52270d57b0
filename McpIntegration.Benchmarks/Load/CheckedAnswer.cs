namespace McpIntegration.Benchmarks.Load;

/// <param name="Result">As JSON.</param>
/// <param name="IsHit">It came from the cache, as the answer says.</param>
internal readonly record struct CheckedAnswer(string Result, bool IsHit);
