using Xunit;

namespace McpIntegration.Tests.AppHost;

/// <summary>
/// Real starts that fail on the way: the resource's own lines and one sentence on standard error, exit code 1.
/// </summary>
public sealed class FailedStartTests
{
    private static readonly string[] Arguments = ["--DcpPublisher:RandomizePorts=true"];

    // A fake client that answers everything the orchestrator asks but has no image: no engine is needed to see what a
    // failed pull does.
    private const string EngineWithoutImages = """
        for last; do :; done
        case "$*" in
        "--version") echo 'Docker version 27.0.0, build 0000000' ;;
        "network create"*) echo 0123456789abcdef ;;
        "network inspect"*) 
          printf '{"Name":"%s","Id":"0123456789abcdef","Created":"2026-01-01T00:00:00Z","Driver":"bridge",' "$last"
          echo '"IPAM":{"Config":[{"Subnet":"172.18.0.0/16","Gateway":"172.18.0.1"}]}}' ;;
        "volume inspect"*) printf '{"Name":"%s","Driver":"local","Mountpoint":"/","Scope":"local","CreatedAt":"2026-01-01T00:00:00Z"}\n' "$last" ;;
        "container ls"*|"network ls"*|"volume ls"*) ;;
        *) echo 'Error response from daemon: manifest unknown' >&2; exit 1 ;;
        esac
        """;

    [SkippableFact]
    public async Task An_image_that_cannot_be_pulled_ends_the_start()
    {
        using var programs = new FakePrograms().Add("docker", EngineWithoutImages);

        var run = await ApplicationProcess.RunAsync(Arguments, ("PATH", programs.SearchPath));

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("Mode: containers (docker answers).", run.Output, StringComparison.Ordinal);
        Assert.Contains("Error response from daemon: manifest unknown", run.Errors, StringComparison.Ordinal);
        Assert.Matches(
            "\n(cache could not be started from the image docker.io/library/redis|"
            + "keycloak could not be started from the image quay.io/keycloak/keycloak):[0-9.]+: its lines above say why; "
            + "pull the image by hand, or run without containers with --Mode embedded.\n$",
            run.Errors);
    }

    [SkippableFact]
    public async Task A_resource_that_ends_before_it_was_healthy_ends_the_start()
    {
        using var programs = new FakePrograms()
            .Add("bin/java", """echo 'openjdk version "21.0.1" 2023-10-17' >&2""")
            .Add("bin/kc.sh", "echo 'the database is locked' >&2; exit 3");

        var run = await ApplicationProcess.RunAsync(
            [.. Arguments, "--Mode", "embedded"], ("KEYCLOAK_HOME", programs.Folder), ("JAVA_HOME", programs.Folder));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("the database is locked", run.Errors, StringComparison.Ordinal);
        Assert.EndsWith(
            "\nkeycloak ended with exit code 3 before it was ever healthy: mend what its lines above say and start again.\n",
            run.Errors,
            StringComparison.Ordinal);
    }
}
