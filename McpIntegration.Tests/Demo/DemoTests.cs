using McpIntegration.Tests.AppHost;
using Xunit;

namespace McpIntegration.Tests.Demo;

/// <summary>demo.cs as a person runs it, as a process of its own.</summary>
[Collection(RunningApplicationTestGroup.Name)]
public sealed class DemoTests(RunningApplication application)
{
    [Fact]
    public async Task Finds_every_promise_kept_twice_in_a_row()
    {
        var first = await DemoRun.StartAsync(application.McpEndpoint, application.Issuer);
        var second = await DemoRun.StartAsync(application.McpEndpoint, application.Issuer);

        DemoRun.AssertKept(first);
        DemoRun.AssertKept(second);
    }

    [Fact]
    public async Task Refuses_to_give_its_secret_to_another_issuer()
    {
        var demo = await DemoRun.StartAsync(application.McpEndpoint, "https://issuer.example.com/realms/mcp");

        var sentence = "Not as promised: it names the one issuer that may have the secret, "
            + $"https://issuer.example.com/realms/mcp: {application.Issuer}";
        Assert.Equal((1, sentence), (demo.ExitCode, demo.Errors.Trim()));
    }

    [Fact]
    public async Task Says_how_to_start_the_system_where_nothing_answers()
    {
        // Nothing listens on port 1, which is privileged.
        var demo = await DemoRun.StartAsync(new Uri("http://localhost:1/mcp"), application.Issuer);

        var sentence =
            "Nothing answers at http://localhost:1/mcp. Start it with: dotnet run --project McpIntegration.AppHost";
        Assert.Equal((1, sentence), (demo.ExitCode, demo.Errors.Trim()));
    }
}
