namespace McpIntegration.AppHost;

internal static class Settings
{
    /// <summary>A setting from the command line, the environment or user secrets; a blank one is as absent.</summary>
    public static string? Setting(this IDistributedApplicationBuilder builder, string key) =>
        builder.Configuration[key] is { Length: > 0 } value ? value : null;
}
