using System.Diagnostics;
using System.Reflection;

namespace McpIntegration.Tests.AppHost;

/// <summary>The built AppHost as a process of its own, with nothing of the machine's settings.</summary>
internal static class ApplicationProcess
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private static readonly string[] MachineSettings =
    [
        "ASPNETCORE_URLS", "ASPIRE_CONTAINER_RUNTIME", "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL",
        "KEYCLOAK_HOME", "ConnectionStrings__cache", "Issuer", "Mode",
    ];

    /// <summary>The configuration in which everything is built that the tests are built together with.</summary>
    public static string Built { get; } =
        typeof(ApplicationProcess).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration ?? "Debug";

    public static string ProjectFolder => Projects.McpIntegration_AppHost.ProjectPath;

    public static string SolutionFolder => Path.GetFullPath("..", ProjectFolder);

    /// <summary>
    /// Runs until the AppHost ends by itself; the dashboard, where it gets that far, takes free ports.
    /// </summary>
    public static Task<FinishedProcess> RunAsync(
        IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(
            "dotnet", ["run", "--no-build", "--no-launch-profile", "--configuration", Built, "--project", ProjectFolder, "--", .. arguments]);
        SetEnvironment(start.Environment, environment);
        return FinishedProcess.RunAsync(start, Limit);
    }

    private static void SetEnvironment(IDictionary<string, string?> target, (string Name, string Value)[] environment)
    {
        foreach (var name in MachineSettings)
        {
            target.Remove(name);
        }

        target["DOTNET_ENVIRONMENT"] = "Development";
        target["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true";
        foreach (var (name, value) in environment)
        {
            target[name] = value;
        }
    }
}
