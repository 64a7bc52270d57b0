using McpIntegration.McpServer.Authentication;
using McpIntegration.McpServer.Redis;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace McpIntegration.McpServer.RateLimiting;

/// <summary>
/// At most so many permits per caller in any window, over all replicas: exact, on Redis' clock, in one round trip.
/// When Redis does not answer, per replica from memory.
/// </summary>
internal sealed class RedisRateLimiter(RedisGate gate, MemoryRateLimiter memory, IOptions<RateLimitingOptions> options)
{
    /// <summary>
    /// The format's version stands in the key: another format is another key, so old and new replicas never read each
    /// other's.
    /// </summary>
    public const string KeyPrefix = "mcp:rl:1:";

    /// <summary>
    /// The key holds a list of grant times in milliseconds, one element per permit, oldest first. Every division is
    /// floored, or Garnet writes 30000.0. A permit is free one millisecond after its window: the floored clock would
    /// shorten it. What no replica can have written (another type, a word, a time more than a window ahead) would fail
    /// every call of the caller, or hold him for ever: the key begins anew, as in a Redis that lost it.
    /// </summary>
    public const string Script = """
        local t = redis.call('TIME')
        local now = t[1] * 1000 + math.floor(t[2] / 1000)
        local k, limit, win, cost = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
        local function at(place)
          local time = redis.pcall('LINDEX', k, place)
          if not time then return nil end
          time = type(time) == 'string' and tonumber(time)
          if time and time <= now + win then return time end
          redis.call('DEL', k)
        end
        local first = at(0)
        while first and first < now - win do
          redis.call('LPOP', k)
          first = at(0)
        end
        local left = limit - redis.call('LLEN', k)
        if cost > left then
          local due = at(cost - left - 1)
          if due then return {0, math.max(left, 0), first + win + 1 - now, due + win + 1 - now} end
          first, left = nil, limit
        end
        for _ = 1, cost do redis.call('RPUSH', k, now) end
        redis.call('PEXPIRE', k, win + 1)
        return {1, left - cost, (first or now) + win + 1 - now, 0}
        """;

    /// <summary>Characters of 6 bits: as unlikely to meet another's as a random UUID.</summary>
    private const int DigestLength = 22;

    private readonly RedisValue _permits = options.Value.Permits;
    private readonly RedisValue _window = (long)options.Value.Window.TotalMilliseconds;

    /// <summary>Runs the script on a key of its own.</summary>
    public static RedisTrial Trial { get; } =
        new(database => database.ScriptEvaluateAsync(Script, [KeyPrefix + "{warm-up}"], [1, 1, 1]));

    public async ValueTask<RateLimitDecision> AcquireAsync(Caller caller, int cost, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(cost);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cost, options.Value.Permits);
        var key = KeyOf(caller);
        var askedAt = memory.Now;
        if (memory.Look(key, cost) is { Allowed: false } full)
        {
            // This replica's grants are a part of all grants: where they fill the window, Redis need not be asked.
            return full;
        }

        var answer = await gate.TryAsync(
            database => database.ScriptEvaluateAsync(Script, [key], [_permits, _window, cost]), cancellationToken);
        if (!answer.Answered
            || (RedisValue[]?)answer.Value is not [var allowed, var remaining, var reset, var retryAfter])
        {
            return memory.Acquire(key, cost);
        }

        if ((bool)allowed)
        {
            memory.Record(key, cost, askedAt);
        }

        return new(
            (bool)allowed,
            (int)remaining,
            TimeSpan.FromMilliseconds((long)reset),
            TimeSpan.FromMilliseconds((long)retryAfter));
    }

    /// <summary>
    /// A digest, because the caller's name is personal data; in braces, the part that a Redis cluster places keys by.
    /// </summary>
    private static string KeyOf(Caller caller) =>
        string.Concat(KeyPrefix, "{", caller.Digest.AsSpan(0, DigestLength), "}");
}
