using McpIntegration.AppHost.Startup;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace McpIntegration.Tests.AppHost;

/// <summary>Asks fake clients, named by full path: whether this machine has an engine must not matter.</summary>
public sealed class ContainerEngineTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [SkippableTheory]
    [InlineData("""test "$*" = "container ls --last 1 --quiet" """, true)]
    [InlineData("echo 'Cannot connect to the Docker daemon' >&2; exit 1", false)]
    [InlineData("exec sleep 60", false)]
    public async Task An_engine_is_one_that_answers_in_time(string script, bool answers)
    {
        using var programs = new FakePrograms().Add("engine", script);
        using var limit = new CancellationTokenSource(Limit);
        var client = Path.Combine(programs.Folder, "engine");

        var found = await ContainerEngine.FindAsync(Configured(client), limit.Token);

        Assert.Equal(answers ? client : null, found);
    }

    [Fact]
    public async Task A_client_that_is_not_installed_is_no_engine()
    {
        using var limit = new CancellationTokenSource(Limit);

        var found = await ContainerEngine.FindAsync(Configured("no-such-container-client"), limit.Token);

        Assert.Null(found);
    }

    private static IConfiguration Configured(string client) =>
        new ConfigurationBuilder().AddInMemoryCollection([new("ASPIRE_CONTAINER_RUNTIME", client)]).Build();
}
