using System.Net;
using McpIntegration.McpServer.Authentication;
using McpIntegration.McpServer.Redis;
using McpIntegration.Tests.Pipeline;
using McpIntegration.Tests.Redis;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;
using Xunit;

namespace McpIntegration.Tests.Authentication;

public sealed class DenyListOutageTests
{
    private const string NeverRead =
        "The list of denied callers and clients has never been read: this replica refuses nobody by it until Redis answers";

    private static readonly (HttpStatusCode, HttpStatusCode) Refused =
        (HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized);

    [SkippableFact]
    public async Task While_Redis_is_dead_the_last_list_stays_in_force_and_an_empty_Redis_is_given_it_back()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var servers = await TwoServers.StartAsync(redis);
        var alice = servers.Issuer.Token("");
        await DenyList.AddAsync(servers.Database, servers.EntryOf("alice"), DateTimeOffset.UtcNow);
        await Eventually.TrueAsync("alice is refused", async () => await servers.StatusAsync(alice) == Refused);

        await redis.KillAsync();
        await IsAsync(servers.One, RedisState.Silent);
        Assert.Equal(Refused, await servers.StatusAsync(alice));

        await redis.RestartAsync();
        await Eventually.TrueAsync("the list is back", async () => await HoldsAsync(redis, servers.EntryOf("alice")));

        Assert.Equal(Refused, await servers.StatusAsync(alice));
    }

    [SkippableFact]
    public async Task A_replica_that_never_read_the_list_says_so_once_lets_all_in_and_reads_it_when_Redis_comes()
    {
        await using var redis = await RedisProcess.StartAsync();
        await redis.KillAsync();
        var app = await TwoServers.CreateAsync(redis);
        var token = app.Issuer.Token("");

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, token));
        Assert.Single(TwoServers.Warnings(app), NeverRead);

        await redis.RestartAsync();
        using var connection = await redis.ConnectAsync();
        await DenyList.AddAsync(connection.GetDatabase(), DenyList.EntryOfClient("test-client"), DateTimeOffset.UtcNow);
        await Eventually.TrueAsync(
            "the client is refused", async () => await StatusAsync(app, token) == HttpStatusCode.Unauthorized);

        Assert.Single(TwoServers.Warnings(app), NeverRead);
        await app.DisposeAsync();
    }

    [SkippableFact]
    public async Task Without_Redis_it_is_said_once_that_nobody_is_refused()
    {
        var app = new McpServerApp { ConfigureServices = services => services.AddFakeLogging() };
        await app.InitializeAsync();

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, app.Issuer.Token("")));

        Assert.Single(TwoServers.Warnings(app), NeverRead);
        await app.DisposeAsync();
    }

    [SkippableFact]
    public async Task A_full_list_is_read_whole()
    {
        await using var redis = await RedisProcess.StartRedisAsync();
        using var connection = await redis.ConnectAsync();
        await connection.GetDatabase().HashSetAsync(
            DenyList.Key, [.. Enumerable.Range(0, DenyList.MaxFields).Select(i => new HashEntry(DenyList.EntryOfClient($"client-{i}"), "2026-11-25 12:00:00Z"))]);
        await using var servers = await TwoServers.StartAsync(redis);

        var denied = servers.One.Services.GetRequiredService<DeniedCallers>();
        await Eventually.TrueAsync("all of it is read", () => denied.Entries.Count == DenyList.MaxFields);
        var first = denied.Entries;
        await Eventually.TrueAsync("it is read again", () => denied.Entries != first);

        Assert.Empty(TwoServers.Warnings(servers.One));
    }

    [SkippableFact]
    public async Task Fields_that_are_none_of_ours_are_passed_over_and_an_endless_list_is_cut_off_and_said_once()
    {
        await using var redis = await RedisProcess.StartRedisAsync();
        using var connection = await redis.ConnectAsync();
        await connection.GetDatabase().HashSetAsync(
            DenyList.Key, [.. Enumerable.Range(0, 100_000).Select(i => new HashEntry($"unknown:{i}", "")), new("client:", ""), new("caller:\u00e9", "")]);
        await using var servers = await TwoServers.StartAsync(redis);

        var denied = servers.One.Services.GetRequiredService<DeniedCallers>();
        var first = denied.Entries;
        await Eventually.TrueAsync("it is read again", () => denied.Entries != first);

        Assert.Empty(denied.Entries);
        Assert.Equal(
            ["The list of denied callers and clients has more than 10000 fields: what stands behind them is not read"], TwoServers.Warnings(servers.One));
    }

    [SkippableFact]
    public async Task What_is_no_list_is_taken_away_and_the_list_put_back_and_Redis_is_not_blamed()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var servers = await TwoServers.StartAsync(redis);
        await DenyList.AddAsync(servers.Database, servers.EntryOf("alice"), DateTimeOffset.UtcNow);
        await Eventually.TrueAsync(
            "alice is refused", async () => await servers.StatusAsync(servers.Issuer.Token("")) == Refused);

        await servers.Database.KeyDeleteAsync(DenyList.Key);
        await servers.Database.StringSetAsync(DenyList.Key, "text");
        await Eventually.TrueAsync("the list is back", async () =>
            await servers.Database.KeyTypeAsync(DenyList.Key) == RedisType.Hash
                && await HoldsAsync(redis, servers.EntryOf("alice")));

        Assert.Equal(Refused, await servers.StatusAsync(servers.Issuer.Token("")));
        var warnings = TwoServers.Warnings(servers.One)
            .Concat(TwoServers.Warnings(servers.Other))
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToArray();
        Assert.All(warnings, line => Assert.Contains("denied callers and clients", line, StringComparison.Ordinal));
        Assert.Contains(
            "What stood in place of the list of denied callers and clients was no list: it was taken away", warnings);
    }

    private static Task IsAsync(McpServerApp app, RedisState state) =>
        Eventually.TrueAsync($"Redis is {state}", () => app.Services.GetRequiredService<RedisGate>().State == state);

    private static async Task<bool> HoldsAsync(RedisProcess redis, string entry)
    {
        using var connection = await redis.ConnectAsync();
        return await connection.GetDatabase().HashExistsAsync(DenyList.Key, entry);
    }

    private static async Task<HttpStatusCode> StatusAsync(McpServerApp app, string token)
    {
        using var answer = await app.PostAsync(McpMessages.Ping, token);
        return answer.StatusCode;
    }
}
