namespace McpIntegration.Benchmarks.Load;

internal static class Targets
{
    public const string Server = "server";
    public const string Bare = "bare";
}
