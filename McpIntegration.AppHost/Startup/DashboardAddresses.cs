using Microsoft.Extensions.Configuration;

namespace McpIntegration.AppHost.Startup;

/// <summary>
/// The dashboard is no resource of the model until the start; its addresses are those of the launch profile.
/// </summary>
internal static class DashboardAddresses
{
    private const string Frontend = "ASPNETCORE_URLS";
    private static readonly string[] Keys =
        [Frontend, "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"];

    public static IEnumerable<Uri> All(IConfiguration configuration) =>
        Keys.SelectMany(key => Read(configuration, key));

    /// <summary>The page with its login token, where one is needed.</summary>
    public static string? Login(IConfiguration configuration)
    {
        if (Read(configuration, Frontend).FirstOrDefault() is not { } address)
        {
            return null;
        }

        return configuration["AppHost:BrowserToken"] is { Length: > 0 } token
            ? new Uri(address, $"login?t={token}").ToString()
            : address.ToString();
    }

    private static IEnumerable<Uri> Read(IConfiguration configuration, string key)
    {
        var texts = configuration[key]?.Split(
            ';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        return texts
            .Select(text => Uri.TryCreate(text, UriKind.Absolute, out var address) ? address : null)
            .OfType<Uri>();
    }
}
