using System.Text.RegularExpressions;
using Xunit;

namespace McpIntegration.Tests.Delivery;

/// <summary>What every workflow keeps to: an action's tag can be moved, and a right that is given can be used.</summary>
public sealed partial class WorkflowTests
{
    [Theory]
    [MemberData(nameof(Names))]
    public void Every_action_is_pinned_by_its_commit_and_says_its_version(string name)
    {
        var actions = Read(name).Actions.ToArray();

        Assert.NotEmpty(actions);
        Assert.All(actions, action => Assert.Matches(PinnedAction(), action));
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
        var workflow = Read(name);

        Assert.Contains("\npermissions: {}\n", workflow.Text);
        Assert.NotEmpty(workflow.Jobs);
        Assert.All(workflow.Jobs, job =>
        {
            Assert.Contains("    permissions:\n      contents: read\n", job.Value);
            Assert.Matches(@"\n    timeout-minutes: \d+\n", job.Value);
        });
    }

    [Fact]
    public void Only_the_deployment_may_write_anything_and_that_is_its_own_token()
    {
        var rights = Workflow.ReadAll()
            .SelectMany(workflow => WriteRight().Matches(workflow.Text).Select(match => $"{workflow.Name} {match.Value.Trim()}"));

        Assert.Equal(["azure-dev.yml id-token: write"], rights);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Runs_that_supersede_each_other_are_grouped(string name)
    {
        Assert.Matches(@"\nconcurrency:\n  group: .+\n  cancel-in-progress: (true|false)\n", Read(name).Text);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_checkout_leaves_its_credentials_behind(string name)
    {
        var checkouts = Read(name).Steps.Where(step => step.Contains("uses: actions/checkout@", StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(checkouts);
        Assert.All(checkouts, step => Assert.Contains("          persist-credentials: false\n", step));
    }

    // What stands in an expression is pasted into the script before the shell reads it; a variable is not.
    [Theory]
    [MemberData(nameof(Names))]
    public void No_script_has_an_expression_pasted_into_it(string name)
    {
        var scripts = Read(name).Scripts.ToArray();

        Assert.NotEmpty(scripts);
        Assert.All(scripts, script => Assert.DoesNotContain("${{", script));
    }

    public static TheoryData<string> Names() => [.. Workflow.ReadAll().Select(workflow => workflow.Name)];

    private static Workflow Read(string name) => Workflow.ReadAll().Single(workflow => workflow.Name == name);

    [GeneratedRegex(@"^[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")]
    private static partial Regex PinnedAction();

    [GeneratedRegex(@"[\w-]+: write\b")]
    private static partial Regex WriteRight();
}
