namespace McpIntegration.McpServer.Caching;

/// <param name="Value">
/// What the internal API said, "not found" included; errors are exceptions and never kept. It is shared by all who ask,
/// so it is immutable, and System.Text.Json can write and read it (a <c>JsonElement</c> must be a clone that outlives
/// its document).
/// </param>
/// <param name="Lifetime">How long it counts as fresh.</param>
/// <param name="MayGoStale">
/// Whether it may be served past that while the internal API fails. Not for "not found": the record may exist by then.
/// </param>
internal readonly record struct Lookup<T>(T Value, TimeSpan Lifetime, bool MayGoStale = true);
