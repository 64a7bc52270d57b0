using System.Net;
using System.Text.Json.Nodes;
using McpIntegration.Tests.Pipeline;
using McpIntegration.Tests.Redis;
using Xunit;

namespace McpIntegration.Tests.AppHost;

/// <summary>
/// What a caller can spend does not depend on how many replicas there are, nor on which of them he comes to.
/// </summary>
public sealed class ReplicasTests(RunningReplicas application) : IClassFixture<RunningReplicas>
{
    private const int Permits = RunningReplicas.Permits;
    private const int TooMany = 5;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    // A replica that gets no processor time does not hear Redis within its tenth of a second, and grants once from
    // memory, as docs/operations.md allows it, within its bound: then the next caller shows it.
    [Fact]
    public async Task Two_replicas_grant_a_caller_together_what_one_would_and_another_caller_does_not_notice()
    {
        using var limit = new CancellationTokenSource(Limit);
        await AreTwoAsync(limit.Token);
        await Eventually.TrueAsync("both have found the cache", AreHealthyAsync);
        (HttpStatusCode Status, string? Left)[] exact =
        [
            .. Enumerable.Range(0, Permits).Reverse().Select(left => (HttpStatusCode.OK, (string?)$"r={left}")),
            .. Enumerable.Repeat((HttpStatusCode.TooManyRequests, (string?)"r=0"), TooMany),
        ];

        (HttpStatusCode Status, string? Left)[] answers = [];
        foreach (var person in (string[])["alice", "carol", "bob"])
        {
            // The one before has spent all: this one's first answer says that he did not notice.
            answers = await SpendAsync(person);
            Assert.Equal(exact[0], answers[0]);
            Assert.InRange(answers.Count(answer => answer.Status == HttpStatusCode.OK), Permits, 2 * Permits);
            if (person != "alice" && answers.SequenceEqual(exact))
            {
                break;
            }
        }

        Assert.Equal(exact, answers);
    }

    private async Task<(HttpStatusCode Status, string? Left)[]> SpendAsync(string person)
    {
        var token = await TokenAsync(person);
        var answers = new List<(HttpStatusCode Status, string? Left)>();
        for (var i = 0; i < Permits + TooMany; i++)
        {
            answers.Add(await PingAsync(token));
        }

        return [.. answers];
    }

    /// <summary>
    /// Every request on a connection of its own, so that the orchestrator's proxy may give it to either.
    /// </summary>
    private async Task<(HttpStatusCode Status, string? Left)> PingAsync(string token)
    {
        using var client = application.CreateClient("mcp-server");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp")
        {
            Content = new StringContent(McpMessages.Ping, mediaType: new("application/json")),
            Headers = { Authorization = new("Bearer", token) },
        };
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        using var answer = await client.SendAsync(request);
        return (answer.StatusCode, answer.Header("RateLimit")?.Split(';')[1]);
    }

    private async Task<string> TokenAsync(string person)
    {
        using var client = application.CreateClient("keycloak");
        using var form = new FormUrlEncodedContent([new("username", person)]);
        using var answer = await client.PostAsync("/realms/mcp/development/token", form);
        return (string?)(await answer.ReadJsonAsync())["access_token"] ?? throw new InvalidOperationException("No token.");
    }

    private async Task AreTwoAsync(CancellationToken cancellationToken)
    {
        var processes = new HashSet<object>();
        await foreach (var observed in application.Application.ResourceNotifications.WatchAsync(cancellationToken))
        {
            if (observed.Resource.Name == "mcp-server"
                && observed.Snapshot.Properties.FirstOrDefault(property => property.Name == "executable.pid")?.Value is { } id
                && processes.Add(id)
                && processes.Count == 2)
            {
                return;
            }
        }
    }

    /// <summary>Asked so often that neither can have been left out.</summary>
    private async Task<bool> AreHealthyAsync()
    {
        for (var i = 0; i < 10; i++)
        {
            using var client = application.CreateClient("mcp-server");
            using var answer = await client.GetAsync("/health");
            if (!answer.IsSuccessStatusCode || (string?)((JsonObject)await answer.ReadJsonAsync())["status"] != "healthy")
            {
                return false;
            }
        }

        return true;
    }
}
