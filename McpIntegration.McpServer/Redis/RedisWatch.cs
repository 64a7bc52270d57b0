using System.Diagnostics;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace McpIntegration.McpServer.Redis;

/// <summary>
/// Looks for Redis at the start and whenever it has failed, until it answers: nobody else has to try, so it heals by
/// itself and no request pays for it.
/// </summary>
/// <param name="services">Give the connection, which is looked for only where Redis is not absent.</param>
internal sealed class RedisWatch(
    IServiceProvider services,
    RedisAvailability redis,
    IEnumerable<RedisTrial> trials,
    IOptions<RedisOptions> options) : IHostedService, IDisposable
{
    private const int MaxSlowLooks = 3;
    private static readonly RedisKey ProbeKey = "mcp:probe";
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan FirstLookBound = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(1);

    private readonly TimeSpan _timeout = options.Value.OperationTimeout;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _firstLook = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IConnectionMultiplexer? _connection;
    private bool _warm;
    private int _slowLooks;

    /// <summary>
    /// Begins to look for Redis and waits for the first look's end, but not long: a dead or hanging Redis does not hold
    /// up the start.
    /// </summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (redis.State == RedisState.Absent)
        {
            redis.SayAbsent();
            return;
        }

        _ = Task.Run(() => WatchAsync(_stop.Token), cancellationToken);
        await Task.WhenAny(_firstLook.Task, Task.Delay(StartBound, cancellationToken));
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// The token's source is left undisposed: the loop may still be inside a connection attempt, which cannot be
    /// cancelled.
    /// </summary>
    public void Dispose() => _stop.Cancel();

    /// <summary>The one loop that looks: it sleeps while Redis answers.</summary>
    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            while (!await LookAsync(cancellationToken))
            {
                if (redis.State != RedisState.Connecting)
                {
                    _firstLook.TrySetResult();
                }

                await Task.Delay(ProbeInterval, cancellationToken);
            }

            _firstLook.TrySetResult();
            await redis.TroubleAsync(cancellationToken);
        }
    }

    /// <summary>
    /// Tries what requests will need, a write among it, because reads succeed on a Redis that refuses all else. True
    /// when all is well.
    /// </summary>
    private async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        var (asked, answers) = (Stopwatch.GetTimestamp(), false);
        try
        {
            // Resolving the connection blocks, for seconds when the server hangs: never on a request's path.
            _connection ??= services.GetRequiredService<IConnectionMultiplexer>();
            var database = _connection.GetDatabase();
            asked = Stopwatch.GetTimestamp();
            await database.StringSetAsync(ProbeKey, RedisValue.EmptyString, TimeSpan.FromSeconds(1))
                .WaitAsync(_warm ? _timeout : FirstLookBound, cancellationToken);
            answers = true;
            foreach (var trial in trials)
            {
                await trial.RunAsync(database).WaitAsync(FirstLookBound, cancellationToken);
            }

            _warm = true;
            _slowLooks = 0;
            return redis.Open(database);
        }
        catch (RedisServerException refusal) when (_connection is not null)
        {
            redis.Refuse(redis.Current, _connection.GetDatabase(), refusal);
            return false;
        }
        catch (TimeoutException)
            when ((answers || (_warm && RedisSilence.IsOurOwn(asked, _timeout))) && ++_slowLooks < MaxSlowLooks)
        {
            // This process did not run, or a script is compiled: no silence, and looked at again, but not for ever.
            return false;
        }
        catch (Exception e) when (RedisSilence.IsMeantBy(e) && !cancellationToken.IsCancellationRequested)
        {
            redis.Close(redis.Current, e);
            return false;
        }
    }
}
