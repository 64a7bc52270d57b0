using System.Globalization;
using System.Text.RegularExpressions;
using McpIntegration.AppHost.Startup;

namespace McpIntegration.AppHost.Issuer;

/// <summary>Whether KEYCLOAK_HOME is a Keycloak that can run here, asked before anything starts.</summary>
internal static partial class KeycloakInstallation
{
    private const int OldestJava = 17;
    private const string WayOut = "or unset KEYCLOAK_HOME to use the built-in issuer";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static async Task DemandAsync(DistributedApplicationModel model, CancellationToken cancellationToken)
    {
        if (model.Resources.OfType<KeycloakProcessResource>().FirstOrDefault() is not { } keycloak)
        {
            return;
        }

        if (!File.Exists(keycloak.Command))
        {
            throw new StartRefusedException(
                $"KEYCLOAK_HOME is '{keycloak.Home}' and holds no Keycloak ({keycloak.Command} is missing): "
                + $"name the folder of an unpacked distribution, {WayOut}.");
        }

        var java = JavaProgram();
        var version = await Command.RunAsync(java, ["-version"], Patience, cancellationToken) is { ExitCode: 0 } answer
            ? MajorVersion(answer.Output)
            : null;
        if (version is null or < OldestJava)
        {
            var found = version is null ? $"'{java}' does not answer" : $"'{java}' is version {version}";
            throw new StartRefusedException(
                $"Keycloak needs Java {OldestJava} or newer and {found}: install it and set JAVA_HOME, {WayOut}.");
        }
    }

    /// <summary>
    /// Reads <c>openjdk version "17.0.15" 2025-04-15</c>, and <c>"1.8.0_402"</c> of the time before version 9.
    /// </summary>
    internal static int? MajorVersion(string output) =>
        VersionLine().Match(output) is { Success: true } match
            ? int.Parse(match.Groups["major"].Value, CultureInfo.InvariantCulture)
            : null;

    // Keycloak's own script looks in the same order. Windows completes a name, but not a path, with ".exe".
    private static string JavaProgram() =>
        Environment.GetEnvironmentVariable("JAVA_HOME") is { Length: > 0 } home
            ? Path.Combine(home, "bin", OperatingSystem.IsWindows() ? "java.exe" : "java")
            : "java";

    [GeneratedRegex("""version "(1\.)?(?<major>\d{1,4})""", RegexOptions.ExplicitCapture)]
    private static partial Regex VersionLine();
}
