using System.Text.RegularExpressions;
using Xunit;

namespace McpIntegration.Tests.Delivery;

/// <summary>
/// What every workflow keeps to: an action's tag can be moved, and a right that is given can be used.
/// </summary>
public sealed partial class WorkflowTests
{
    public static TheoryData<string> Names => [.. Workflow.ReadAll().Select(workflow => workflow.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_action_is_pinned_by_its_commit_and_says_its_version(string name)
    {
        var workflow = new Workflow(name);

        Assert.Equal(workflow.Steps.Count(step => step["uses"] is not null), workflow.Actions.Count());
        Assert.NotEmpty(workflow.Actions);
        Assert.All(workflow.Actions, action => Assert.Matches(PinnedAction(), action));
    }

    [Fact]
    public void An_action_is_taken_at_one_commit_everywhere()
    {
        var pins = Workflow.ReadAll().SelectMany(workflow => workflow.Actions).Distinct().ToArray();

        Assert.Equal(pins.Select(pin => pin.Split('@')[0]).Distinct(), pins.Select(pin => pin.Split('@')[0]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_is_allowed_by_default_and_each_job_says_what_it_may_and_how_long(string name)
    {
        var workflow = new Workflow(name);

        Assert.Empty(Workflow.Rights(workflow.Root));
        Assert.NotEmpty(workflow.Jobs);
        Assert.All(workflow.Jobs, job =>
        {
            Assert.Contains("contents: read", Workflow.Rights(job.Value));
            Assert.InRange(job.Value?["timeout-minutes"]?.GetValue<int>() ?? 0, 1, 60);
        });
    }

    [Fact]
    public void Beyond_reading_the_sources_the_deployment_alone_may_do_something_and_that_is_to_show_its_own_token()
    {
        var rights = Workflow.ReadAll().SelectMany(workflow => workflow.Jobs
            .SelectMany(job => Workflow.Rights(job.Value))
            .Where(right => right != "contents: read")
            .Select(right => $"{workflow.Name} {right}"));

        Assert.Equal(["azure-dev.yml id-token: write"], rights);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Runs_that_supersede_each_other_are_grouped(string name) =>
        Assert.Equal(
            ["cancel-in-progress", "group"],
            YamlFile.Names(new Workflow(name).Root["concurrency"]).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void No_checkout_leaves_its_credentials_behind(string name)
    {
        var checkouts = new Workflow(name).Steps
            .Where(step => $"{step["uses"]}".StartsWith("actions/checkout@", StringComparison.Ordinal))
            .ToArray();

        Assert.NotEmpty(checkouts);
        Assert.All(checkouts, step => Assert.False(step["with"]?["persist-credentials"]?.GetValue<bool>() ?? true));
    }

    // What stands in an expression is pasted into the script before the shell reads it; a variable is not.
    [Theory]
    [MemberData(nameof(Names))]
    public void No_script_has_an_expression_pasted_into_it(string name)
    {
        var scripts = new Workflow(name).Steps.Select(step => (string?)step["run"]).OfType<string>().ToArray();

        Assert.NotEmpty(scripts);
        Assert.All(scripts, script => Assert.DoesNotContain("${{", script));
    }

    [GeneratedRegex(@"^[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")]
    private static partial Regex PinnedAction();
}
