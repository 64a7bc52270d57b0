using McpIntegration.McpServer.Redis;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace McpIntegration.McpServer.Caching;

/// <summary>
/// Epochs in Redis, sealed as records are: whoever can write there must not bring dropped records back by setting an
/// epoch of his choice. An older one that was sealed honestly can be put back; a replica that knows the newer one goes
/// on with that, and restores it.
/// </summary>
internal sealed class SharedEpochs(RedisGate gate, IOptions<CachingOptions> options, TimeProvider time)
{
    /// <summary>An epoch may be forgotten when all that was stored before it has run out.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    private const string KeyPrefix = "mcp:epoch:2:";

    private readonly CacheSeal _seal = new(options.Value, "epochs", time);

    /// <summary>Whether there is a Redis to share through, silent as it may be.</summary>
    public bool IsThere => gate.State != RedisState.Absent;

    /// <returns>As an answer, null is something that no replica wrote.</returns>
    public ValueTask<RedisAnswer<EpochMarker?>> ReadAsync(string scope, CancellationToken cancellationToken) =>
        gate.TryAsync(database => ReadAsync(database, scope), cancellationToken);

    /// <summary>Begins an epoch for all replicas.</summary>
    /// <returns>Null when Redis does not take it.</returns>
    public async Task<EpochMarker?> BeginAsync(string scope, EpochMarker known, CancellationToken cancellationToken)
    {
        var answer = await gate.TryInBackgroundAsync(
            database => BeginAsync(database, scope, known), cancellationToken);
        return answer.Answered ? answer.Value : null;
    }

    /// <summary>
    /// As <see cref="BeginAsync(string, EpochMarker, CancellationToken)"/>, for a process that has a Redis connection
    /// of its own, and fails with it.
    /// </summary>
    public async Task<EpochMarker> BeginAsync(IDatabase database, string scope, EpochMarker known)
    {
        var standing = await ReadAsync(database, scope) ?? default;
        var previous = standing.BegunAt > known.BegunAt ? standing : known;
        var marker = EpochMarker.After(previous, time.GetUtcNow());
        await WriteAsync(database, scope, marker, Remembered);
        return marker;
    }

    public async Task PutBackAsync(string scope, EpochMarker marker, CancellationToken cancellationToken) =>
        await gate.TryInBackgroundAsync(
            database => WriteAsync(database, scope, marker, Remembered - AgeOf(marker)), cancellationToken);

    /// <summary>
    /// Whether one that this replica knows is newer than the one in Redis, and still to be remembered.
    /// </summary>
    public bool IsNewer(EpochMarker known, EpochMarker standing) =>
        known.BegunAt > standing.BegunAt && AgeOf(known) < Remembered;

    private TimeSpan AgeOf(EpochMarker marker) =>
        time.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(marker.BegunAt);

    private async Task<EpochMarker?> ReadAsync(IDatabase database, string scope)
    {
        var stored = await database.ReadAsync(KeyPrefix + scope, CacheSeal.Length * 2);
        return stored is [] ? default(EpochMarker) : EpochMarker.Read(_seal.Open(KeyPrefix + scope, stored));
    }

    private Task<bool> WriteAsync(IDatabase database, string scope, EpochMarker marker, TimeSpan lifetime) =>
        database.StringSetAsync(
            KeyPrefix + scope, _seal.Close(KeyPrefix + scope, marker.ToBytes(), lifetime), lifetime);
}
