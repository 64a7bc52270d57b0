using Microsoft.Extensions.Options;

namespace McpIntegration.McpServer.Telemetry;

/// <summary>
/// Keeps logs out, whatever the configuration says, that write down what a caller sent: for every request ASP.NET Core
/// has one with the whole query, where RFC 6750 once let clients put their token.
/// </summary>
internal sealed class AlwaysQuietLogs : IPostConfigureOptions<LoggerFilterOptions>
{
    // "Request starting HTTP/1.1 POST http://localhost:3000/mcp?access_token=eyJhbGciOi..."
    private const string Category = "Microsoft.AspNetCore.Hosting.Diagnostics";

    public void PostConfigure(string? name, LoggerFilterOptions options)
    {
        // A rule for one provider ("Logging:Console:LogLevel:Default") beats every rule for all of them.
        foreach (var provider in options.Rules.Select(rule => rule.ProviderName).Append(null).Distinct().ToArray())
        {
            options.Rules.Add(new LoggerFilterRule(provider, Category, LogLevel.Warning, filter: null));
        }
    }
}
