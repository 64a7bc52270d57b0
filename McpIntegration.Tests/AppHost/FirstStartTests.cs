using Aspire.Hosting.ApplicationModel;
using McpIntegration.AppHost.Startup;
using Xunit;

namespace McpIntegration.Tests.AppHost;

/// <summary>Made-up resource events, among them those that only a container engine would bring about.</summary>
public sealed class FirstStartTests
{
    private readonly ContainerResource _keycloak = new("keycloak");
    private readonly ExecutableResource _cache = new("cache", "dotnet", ".");
    private readonly FirstStart _start;

    public FirstStartTests()
    {
        _keycloak.Annotations.Add(
            new ContainerImageAnnotation { Registry = "quay.io", Image = "keycloak/keycloak", Tag = "26.7.3" });
        _start = new FirstStart(
            new DistributedApplicationModel([_keycloak, _cache, new ParameterResource("key", _ => "value")]));
    }

    [Fact]
    public void Waits_for_whatever_runs() =>
        Assert.Equal(["cache", "keycloak"], _start.Waiting.Select(resource => resource.Name).Order());

    [Fact]
    public void Stops_waiting_for_what_was_healthy_once()
    {
        var failed = _start.HasFailed(Event(_cache, "Running"));

        Assert.False(failed);
        Assert.Equal([_keycloak], _start.Waiting);
    }

    [Theory]
    [InlineData("Starting")]
    [InlineData("Waiting")]
    public void Goes_on_waiting_on_the_way(string state) =>
        Assert.Equal((false, 2), (_start.HasFailed(Event(_cache, state)), _start.Waiting.Count));

    [Theory]
    [InlineData("FailedToStart")]
    [InlineData("Finished")]
    [InlineData("Exited")]
    [InlineData("RuntimeUnhealthy")]
    public void Takes_an_end_before_health_as_a_failure(string state) =>
        Assert.True(_start.HasFailed(Event(_keycloak, state)));

    [Fact]
    public void Leaves_a_later_end_to_the_dashboard()
    {
        _start.HasFailed(Event(_cache, "Running"));

        Assert.False(_start.HasFailed(Event(_cache, "Finished", exitCode: 1)));
    }

    [Theory]
    [InlineData("RuntimeUnhealthy", true)]
    [InlineData("FailedToStart", false)]
    [InlineData("Exited", false)]
    public void Blames_an_engine_that_does_not_answer(string state, bool engineAnswers) =>
        Assert.Equal(
            "keycloak cannot run because the container engine stopped answering: "
            + "restart the engine, or run without containers with --Mode embedded.",
            StartFailure.Explain(Event(_keycloak, state), engineAnswers));

    [Fact]
    public void Names_the_image_that_did_not_start() =>
        Assert.Equal(
            "keycloak could not be started from the image quay.io/keycloak/keycloak:26.7.3: its lines above say why; "
            + "pull the image by hand, or run without containers with --Mode embedded.",
            StartFailure.Explain(Event(_keycloak, "FailedToStart"), engineAnswers: true));

    [Theory]
    [InlineData("Finished", 3, "cache ended with exit code 3 before it was ever healthy: mend what its lines above say and start again.")]
    [InlineData("Finished", null, "cache ended before it was ever healthy: mend what its lines above say and start again.")]
    [InlineData("FailedToStart", null, "cache could not be started: mend what its lines above say and start again.")]
    public void Points_to_the_lines_of_a_process(string state, int? exitCode, string sentence) =>
        Assert.Equal(sentence, StartFailure.Explain(Event(_cache, state, exitCode), engineAnswers: false));

    // A snapshot without health checks is healthy as soon as it runs.
    private static ResourceEvent Event(IResource resource, string state, int? exitCode = null) => new(
        resource, resource.Name, new CustomResourceSnapshot { ResourceType = "Any", Properties = [], State = state, ExitCode = exitCode });
}
