using System.Diagnostics;
using System.Reflection;

namespace McpIntegration.Tests.AppHost;

/// <summary>The built AppHost as a process of its own, with nothing of the machine's settings: its exit code and what it printed.</summary>
internal sealed record ApplicationProcess(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private static readonly string[] MachineSettings =
    [
        "ASPNETCORE_URLS", "ASPIRE_CONTAINER_RUNTIME", "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL",
        "KEYCLOAK_HOME", "ConnectionStrings__cache", "Issuer", "Mode",
    ];

    // The AppHost is built together with the tests, so in their configuration.
    private static readonly string Built =
        typeof(ApplicationProcess).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration ?? "Debug";

    public static string ProjectFolder => Projects.McpIntegration_AppHost.ProjectPath;

    public static string SolutionFolder => Path.GetFullPath("..", ProjectFolder);

    /// <summary>Runs until the AppHost ends by itself; the dashboard, where it gets that far, takes free ports.</summary>
    public static async Task<ApplicationProcess> RunAsync(IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(
                "dotnet",
                ["run", "--no-build", "--no-launch-profile", "--configuration", Built, "--project", ProjectFolder, "--", .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        SetEnvironment(process.StartInfo.Environment, environment);
        process.Start();
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new ApplicationProcess(process.ExitCode, await output, await errors);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
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
