using System.Diagnostics;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace McpIntegration.McpServer.Redis;

/// <summary>
/// The one way to Redis, for limiter and cache. It bounds every wait (the client library alone waits for seconds when a
/// server hangs) and lets nobody wait while Redis is silent; <see cref="RedisWatch"/> looks when it answers again.
/// </summary>
internal sealed class RedisGate(RedisAvailability redis, IOptions<RedisOptions> options)
{
    private readonly TimeSpan _timeout = options.Value.OperationTimeout;

    public RedisState State => redis.State;

    /// <summary>
    /// From here on, everything in this asynchronous context may wait for Redis for the request's time in all.
    /// </summary>
    public void BeginRequest() => RedisAllowance.Begin(options.Value.RequestTimeout);

    /// <summary>Asks Redis while a request waits. Never throws for what Redis does or fails to do.</summary>
    public ValueTask<RedisAnswer<T>> TryAsync<T>(
        Func<IDatabase, Task<T>> operation, CancellationToken cancellationToken) =>
        AskAsync(operation, RedisAllowance.Current, cancellationToken);

    /// <summary>
    /// As <see cref="TryAsync{T}"/>, for work that no request waits for: it costs the request nothing of its allowance.
    /// </summary>
    public ValueTask<RedisAnswer<T>> TryInBackgroundAsync<T>(
        Func<IDatabase, Task<T>> operation, CancellationToken cancellationToken) =>
        AskAsync(operation, null, cancellationToken);

    private async ValueTask<RedisAnswer<T>> AskAsync<T>(
        Func<IDatabase, Task<T>> operation, RedisAllowance? allowance, CancellationToken cancellationToken)
    {
        var bound = allowance is null || allowance.Left > _timeout ? _timeout : allowance.Left;
        if (redis.Current is not { } opening || bound <= TimeSpan.Zero)
        {
            return default;
        }

        var started = Stopwatch.GetTimestamp();
        try
        {
            return new(true, await operation(opening.Database).WaitAsync(bound, cancellationToken));
        }
        catch (RedisServerException refusal)
        {
            redis.Refuse(opening, opening.Database, refusal);
            return default;
        }
        catch (TimeoutException) when (bound < _timeout)
        {
            // The rest of the request's allowance was short: that says nothing about Redis.
            return default;
        }
        catch (TimeoutException) when (RedisSilence.IsOurOwn(started, bound))
        {
            redis.Suspect();
            return default;
        }
        catch (Exception e) when (RedisSilence.IsMeantBy(e) && !cancellationToken.IsCancellationRequested)
        {
            redis.Close(opening, e);
            return default;
        }
        finally
        {
            allowance?.Spend(Stopwatch.GetElapsedTime(started));
        }
    }
}
