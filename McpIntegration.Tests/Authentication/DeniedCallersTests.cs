using System.Diagnostics;
using System.Net;
using McpIntegration.McpServer.Authentication;
using McpIntegration.Tests.Pipeline;
using McpIntegration.Tests.Redis;
using Xunit;

namespace McpIntegration.Tests.Authentication;

public sealed class DeniedCallersTests
{
    /// <summary>One second, and what a busy machine may add to it.</summary>
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(2);

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_denied_caller_is_refused_on_every_replica_within_a_second_and_let_in_when_taken_off(bool onGarnet)
    {
        await using var redis = onGarnet ? await RedisProcess.StartGarnetAsync() : await RedisProcess.StartAsync();
        await using var servers = await TwoServers.StartAsync(redis);
        var (alice, bob) = (servers.Issuer.Token(""), servers.Issuer.Token("", "bob"));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), await servers.StatusAsync(alice));

        await DenyList.AddAsync(servers.Database, servers.EntryOf("alice"), DateTimeOffset.UtcNow);
        var refused = await UntilAsync(
            async () => await servers.StatusAsync(alice) == (HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), await servers.StatusAsync(bob));

        await DenyList.RemoveAsync(servers.Database, servers.EntryOf("alice"));
        var accepted =
            await UntilAsync(async () => await servers.StatusAsync(alice) == (HttpStatusCode.OK, HttpStatusCode.OK));

        Assert.InRange(refused, TimeSpan.Zero, Promise);
        Assert.InRange(accepted, TimeSpan.Zero, Promise);
    }

    [SkippableTheory]
    [InlineData("azp")]
    [InlineData("client_id")]
    public async Task A_denied_client_is_refused_whoever_uses_it_and_whichever_claim_names_it(string claim)
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var servers = await TwoServers.StartAsync(redis);
        var (stolen, other) = (Of("stolen client"), Of("stolen"));

        await DenyList.AddAsync(servers.Database, DenyList.EntryOfClient("stolen client"), DateTimeOffset.UtcNow);
        await UntilAsync(
            async () =>
                await servers.StatusAsync(stolen) == (HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), await servers.StatusAsync(other));

        string Of(string client) => servers.Issuer.Token("", "bob", token =>
        {
            token.Claims.Remove("azp");
            token.Claims[claim] = client;
        });
    }

    [SkippableFact]
    public async Task The_answer_is_that_of_a_token_which_is_not_valid_and_does_not_tell_denied_from_refused()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var servers = await TwoServers.StartAsync(redis);
        var alice = servers.Issuer.Token("");
        await DenyList.AddAsync(servers.Database, servers.EntryOf("alice"), DateTimeOffset.UtcNow);
        await UntilAsync(
            async () => await servers.StatusAsync(alice) == (HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized));

        using var answer = await servers.One.PostAsync(McpMessages.Ping, alice);

        Assert.Equal(
            "Bearer resource_metadata=\"http://localhost:3000/.well-known/oauth-protected-resource/mcp\", scope=\"mcp:metrics mcp:query mcp:read\", "
            + "error=\"invalid_token\", error_description=\"The token is not valid.\"",
            answer.Header("WWW-Authenticate"));
        Assert.Equal(
            """{"error":"invalid_token","error_description":"The token is not valid."}""",
            await answer.Content.ReadAsStringAsync());
        Assert.Null(answer.Header("RateLimit"));
    }

    [SkippableFact]
    public async Task A_replica_that_starts_lets_a_denied_caller_in_not_even_once()
    {
        await using var redis = await RedisProcess.StartAsync();
        using var connection = await redis.ConnectAsync();
        await DenyList.AddAsync(connection.GetDatabase(), DenyList.EntryOfClient("test-client"), DateTimeOffset.UtcNow);

        await using var servers = await TwoServers.StartAsync(redis);

        Assert.Equal(
            (HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized),
            await servers.StatusAsync(servers.Issuer.Token("")));
    }

    [SkippableFact]
    public async Task No_name_of_a_person_stands_in_Redis()
    {
        await using var redis = await RedisProcess.StartAsync();
        using var connection = await redis.ConnectAsync();
        var database = connection.GetDatabase();

        await DenyList.AddAsync(
            database, DenyList.EntryOf(new Caller("https://issuer.example", "alice")), DateTimeOffset.UtcNow);

        Assert.Equal(
            ["caller:XeQ_h8fNEooB7REMM6rRnlU7hKG31uniThbb1l6Y8Bs", "kept"],
            (await database.HashKeysAsync(DenyList.Key)).Select(field => field.ToString()).Order());
    }

    private static async Task<TimeSpan> UntilAsync(Func<Task<bool>> condition)
    {
        var started = Stopwatch.GetTimestamp();
        await Eventually.TrueAsync("the list is read", condition);
        return Stopwatch.GetElapsedTime(started);
    }
}
