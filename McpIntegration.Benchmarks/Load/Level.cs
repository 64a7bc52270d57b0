namespace McpIntegration.Benchmarks.Load;

/// <summary>So many clients, each with one call under way at a time, for so long.</summary>
internal sealed record Level(string Target, int Clients, Era Era, bool Hits, TimeSpan Duration);
