using McpIntegration.AppHost.Issuer;
using Xunit;

namespace McpIntegration.Tests.AppHost;

public sealed class KeycloakInstallationTests
{
    [Theory]
    [InlineData("openjdk version \"17.0.15\" 2025-04-15\nOpenJDK Runtime Environment", 17)]
    [InlineData("java version \"21\" 2023-09-19 LTS", 21)]
    [InlineData("openjdk version \"25-ea\" 2025-09-16", 25)]
    [InlineData("java version \"1.8.0_402\"", 8)]
    [InlineData("command not found", null)]
    public void Reads_the_version_of_Java(string output, int? version) =>
        Assert.Equal(version, KeycloakInstallation.MajorVersion(output));

    // A fake distribution and a fake Java: only the questions are asked, nothing starts.
    [SkippableTheory]
    [InlineData("""echo 'openjdk version "11.0.2"' >&2""", "is version 11")]
    [InlineData("exit 1", "does not answer")]
    public async Task Refuses_a_Java_that_Keycloak_cannot_use(string java, string finding)
    {
        using var programs = new FakePrograms().Add("bin/java", java).Add("bin/kc.sh", "exit 0");

        var run = await ApplicationProcess.RunAsync(
            ["--Mode", "embedded", "--DcpPublisher:RandomizePorts=true"],
            ("KEYCLOAK_HOME", programs.Folder),
            ("JAVA_HOME", programs.Folder));

        Assert.Equal(
            (1, $"Keycloak needs Java 17 or newer and '{programs.Folder}/bin/java' {finding}: install it and set JAVA_HOME, "
                + "or unset KEYCLOAK_HOME to use the built-in issuer."),
            (run.ExitCode, run.Errors.TrimEnd()));
    }
}
