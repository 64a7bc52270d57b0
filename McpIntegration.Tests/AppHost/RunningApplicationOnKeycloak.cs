using Xunit;

namespace McpIntegration.Tests.AppHost;

/// <summary>
/// The whole application with the Keycloak distribution of KEYCLOAK_HOME as its issuer, its database in memory. Where the variable is
/// not set nothing starts, and tests call <see cref="SkipUnlessAvailable"/> first.
/// </summary>
public sealed class RunningApplicationOnKeycloak : RunningApplication
{
    private static readonly string? Home = Environment.GetEnvironmentVariable("KEYCLOAK_HOME");

    protected override IEnumerable<string> Arguments => [$"--KEYCLOAK_HOME={Home}", "--Keycloak:Database=dev-mem"];

    protected override bool IsStarted => !string.IsNullOrEmpty(Home);

    /// <summary>REQUIRE_ALL=1 turns the skip into a failure.</summary>
    public static void SkipUnlessAvailable() => Skip.If(
        string.IsNullOrEmpty(Home) && Environment.GetEnvironmentVariable("REQUIRE_ALL") != "1",
        "KEYCLOAK_HOME names no Keycloak distribution.");
}
