using System.Diagnostics;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace McpIntegration.McpServer.Redis;

/// <summary>
/// The one view of whether Redis answers, for limiter and cache. It bounds every wait (the client library alone waits
/// for seconds when a server hangs), lets nobody wait while Redis is silent, says each change of state once, and heals
/// by itself.
/// </summary>
internal sealed class RedisGate(
    Func<IConnectionMultiplexer>? connect,
    IEnumerable<RedisWarmUp> warmUps,
    IOptions<RedisOptions> options,
    ILogger<RedisGate> logger) : IHostedService, IDisposable
{
    private static readonly RedisKey ProbeKey = "mcp:probe";
    private const int MaxStarvedLooks = 3;
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan FirstLookBound = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(1);

    private readonly TimeSpan _timeout = options.Value.OperationTimeout;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _firstLook = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RedisAvailability _redis = new(
        connect is null ? RedisState.Absent : RedisState.Connecting, logger);
    private IConnectionMultiplexer? _connection;
    private bool _warm;
    private int _starvedLooks;

    public RedisState State => _redis.State;

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

    /// <summary>
    /// Begins to look for Redis and waits for the first look's end, but not long: a dead or hanging Redis does not hold
    /// up the start.
    /// </summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (connect is null)
        {
            _redis.SayAbsent();
            return;
        }

        _ = Task.Run(() => WatchAsync(connect, _stop.Token), cancellationToken);
        await Task.WhenAny(_firstLook.Task, Task.Delay(StartBound, cancellationToken));
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        // The token's source is left undisposed: the loop may still be inside a connection attempt, which cannot be
        // cancelled.
        _stop.Cancel();
        _redis.Dispose();
    }

    private async ValueTask<RedisAnswer<T>> AskAsync<T>(
        Func<IDatabase, Task<T>> operation, RedisAllowance? allowance, CancellationToken cancellationToken)
    {
        var bound = allowance is null || allowance.Left > _timeout ? _timeout : allowance.Left;
        if (_redis.Current is not { } opening || bound <= TimeSpan.Zero)
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
            _redis.Refuse(opening, refusal);
            return default;
        }
        catch (TimeoutException) when (bound < _timeout)
        {
            // The rest of the request's allowance was short: that says nothing about Redis.
            return default;
        }
        catch (TimeoutException) when (IsStarved(started, bound))
        {
            _redis.Suspect();
            return default;
        }
        catch (Exception e) when (MeansSilence(e) && !cancellationToken.IsCancellationRequested)
        {
            _redis.Close(opening, e);
            return default;
        }
        finally
        {
            allowance?.Spend(Stopwatch.GetElapsedTime(started));
        }
    }

    /// <summary>The one loop that looks: it sleeps while Redis answers.</summary>
    private async Task WatchAsync(Func<IConnectionMultiplexer> connectNow, CancellationToken cancellationToken)
    {
        while (true)
        {
            while (!await LookAsync(connectNow, cancellationToken))
            {
                _firstLook.TrySetResult();
                await Task.Delay(ProbeInterval, cancellationToken);
            }

            _firstLook.TrySetResult();
            await _redis.TroubleAsync(cancellationToken);
        }
    }

    /// <summary>Tries a write, because reads succeed on a Redis that refuses all else. True when all is well.</summary>
    private async Task<bool> LookAsync(Func<IConnectionMultiplexer> connectNow, CancellationToken cancellationToken)
    {
        var asked = Stopwatch.GetTimestamp();
        try
        {
            // Resolving the connection blocks, for seconds when the server hangs: never on a request's path.
            _connection ??= connectNow();
            var database = _connection.GetDatabase();
            foreach (var warmUp in _warm ? [] : warmUps)
            {
                await warmUp.RunAsync(database).WaitAsync(FirstLookBound, cancellationToken);
            }

            asked = Stopwatch.GetTimestamp();
            await database.StringSetAsync(ProbeKey, RedisValue.EmptyString, TimeSpan.FromSeconds(1))
                .WaitAsync(_warm ? _timeout : FirstLookBound, cancellationToken);
            _warm = true;
            _starvedLooks = 0;
            return _redis.Open(database);
        }
        catch (RedisServerException refusal) when (_connection is not null)
        {
            _redis.Refuse(_redis.Current ?? new RedisOpening(_connection.GetDatabase()), refusal);
            return false;
        }
        catch (TimeoutException) when (_warm && IsStarved(asked, _timeout) && ++_starvedLooks < MaxStarvedLooks)
        {
            // Says nothing either way: looked at again, but not for ever.
            return false;
        }
        catch (Exception e) when (MeansSilence(e) && !cancellationToken.IsCancellationRequested)
        {
            _redis.Close(_redis.Current, e);
            return false;
        }
    }

    /// <summary>
    /// A bound that was noticed long after it had passed says that this process did not run, not that Redis did not
    /// answer: its answer may lie there unread. Then one request goes on from memory, and the gate's own look decides.
    /// </summary>
    private static bool IsStarved(long started, TimeSpan bound) => Stopwatch.GetElapsedTime(started) > bound * 1.5;

    private static bool MeansSilence(Exception e) =>
        e is RedisException or RedisCommandException or TimeoutException or IOException or SocketException
            or InvalidOperationException or OperationCanceledException;
}
