namespace McpIntegration.Tests.AppHost;

/// <summary>
/// The whole application with the Keycloak distribution of KEYCLOAK_HOME as its issuer, its database in memory. Where
/// the variable is not set nothing starts, and tests call <see cref="SkipUnlessAvailable"/> first.
/// </summary>
public sealed class RunningApplicationOnKeycloak : RunningApplication
{
    private static readonly string? Home = Environment.GetEnvironmentVariable("KEYCLOAK_HOME");

    protected override IEnumerable<string> Arguments => [$"--KEYCLOAK_HOME={Home}", "--Keycloak:Database=dev-mem"];

    protected override bool IsStarted => !string.IsNullOrEmpty(Home);

    public static void SkipUnlessAvailable() =>
        Requirement.Demand(!string.IsNullOrEmpty(Home), "KEYCLOAK_HOME names no Keycloak distribution.");
}
