namespace McpIntegration.McpServer.RateLimiting;

/// <param name="Allowed">The permits were taken; otherwise nothing was.</param>
/// <param name="Remaining">Permits left after this decision.</param>
/// <param name="Reset">Until the oldest permit in the window is free again.</param>
/// <param name="RetryAfter">Until this same cost fits; zero when it was allowed.</param>
internal readonly record struct RateLimitDecision(bool Allowed, int Remaining, TimeSpan Reset, TimeSpan RetryAfter);
