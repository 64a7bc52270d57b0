using McpIntegration.McpServer.Authentication;
using McpIntegration.McpServer.Caching;
using McpIntegration.McpServer.Redis;
using StackExchange.Redis;
using Xunit;

namespace McpIntegration.Tests.Redis;

/// <summary>
/// A cluster refuses a command or script whose keys lie in different slots (CROSSSLOT), one node with all slots
/// included.
/// </summary>
public sealed class ClusterTests
{
    private static readonly Caller Alice = new("https://issuer.example", "alice");
    private static readonly string Nodes = Path.Combine(Path.GetTempPath(), $"nodes-{Guid.NewGuid():N}.conf");

    [SkippableFact]
    public async Task Limiter_cache_and_gate_work_on_a_cluster()
    {
        await using var redis =
            await RedisProcess.StartRedisAsync("--cluster-enabled", "yes", "--cluster-config-file", Nodes);
        using var admin = await redis.ConnectAsync();
        await admin.GetServers()[0].ExecuteAsync("CLUSTER", "ADDSLOTSRANGE", "0", "16383");
        await Eventually.TrueAsync(
            "the cluster is formed", async () => $"{await admin.GetServers()[0].ExecuteAsync("CLUSTER", "INFO")}".Contains("cluster_state:ok", StringComparison.Ordinal));

        await using (var replica = await Replica.StartAsync(redis, ("RateLimiting:Permits", "3")))
        await using (var other = await Replica.StartAsync(redis, ("RateLimiting:Permits", "3")))
        {
            Assert.Equal(ServerType.Cluster, admin.GetServers()[0].ServerType);
            Assert.Equal(2, (await replica.Limiter.AcquireAsync(Alice, 1, CancellationToken.None)).Remaining);
            Assert.Equal(0, (await other.Limiter.AcquireAsync(Alice, 2, CancellationToken.None)).Remaining);
            await GetAsync(replica);
            await Eventually.TrueAsync(
                "the record is in Redis", () => admin.GetServers()[0].Keys(pattern: "mcp:rc:*").Any());
            Assert.Equal(CacheStatus.Hit, await GetAsync(other));
            await replica.Cache.DropCallerAsync(Alice, CancellationToken.None);

            Assert.Equal((RedisState.Answering, RedisState.Answering), (replica.Gate.State, other.Gate.State));
            Assert.Empty(replica.Warnings.Concat(other.Warnings));
        }

        File.Delete(Nodes);
    }

    private static async Task<CacheStatus> GetAsync(Replica replica) => (await replica.Cache.GetAsync(
        Alice, "tool", "{}", _ =>
            Task.FromResult(new Lookup<string>("value", TimeSpan.FromMinutes(1))), CancellationToken.None)).Status;
}
