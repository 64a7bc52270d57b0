using McpIntegration.McpServer.Redis;
using StackExchange.Redis;

namespace McpIntegration.McpServer.Authentication;

/// <summary>
/// Reads the list of denied callers and clients from Redis, first before the server takes requests and then twice a
/// second, so that no request asks. While Redis fails, what was read last stays in force.
/// </summary>
internal sealed partial class DenyListReader(
    RedisGate gate, DeniedCallers denied, TimeProvider time, ILogger<DenyListReader> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private bool _isTooLongSaid;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!await TryReadAsync(cancellationToken))
        {
            Log.NeverRead(logger);
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (gate.State != RedisState.Absent && await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TryReadAsync(stoppingToken);
        }
    }

    private async Task<bool> TryReadAsync(CancellationToken cancellationToken)
    {
        if (await ReadAsync(cancellationToken) is not var (fields, entries))
        {
            return false;
        }

        if (fields == 0 && denied.Entries.Count > 0)
        {
            await PutBackAsync(denied.Entries, cancellationToken);
            return true;
        }

        if (entries.Count != denied.Entries.Count)
        {
            Log.Changed(logger, entries.Count);
        }

        denied.Entries = entries;
        return true;
    }

    /// <summary>
    /// A page at a time, each within the gate's bound: all of a long list at once could take longer, which would pass
    /// for a silent Redis. Null when Redis did not answer.
    /// </summary>
    private async Task<(int Fields, Dictionary<string, string> Entries)?> ReadAsync(CancellationToken cancellationToken)
    {
        var entries = new Dictionary<string, string>(StringComparer.Ordinal);
        var fields = 0;
        RedisValue cursor = 0;
        do
        {
            var position = cursor;
            var (answered, reply) = await gate.TryInBackgroundAsync(
                database => ScanAsync(database, position), cancellationToken);
            if (!answered)
            {
                return null;
            }

            if ((RedisResult[]?)reply is not [var next, var page])
            {
                return (0, []);
            }

            cursor = (RedisValue)next;
            fields += Take((RedisValue[]?)page ?? [], entries);
        }
        while (cursor != 0 && fields <= DenyList.MaxFields);

        if (cursor != 0 && !_isTooLongSaid)
        {
            _isTooLongSaid = true;
            Log.TooLong(logger, DenyList.MaxFields);
        }

        return (fields, entries);
    }

    /// <summary>
    /// What is no hash is no list, and nobody could be denied or accepted again while it stands there. Null then.
    /// </summary>
    private async Task<RedisResult?> ScanAsync(IDatabase database, RedisValue position)
    {
        try
        {
            return await database.ExecuteAsync("HSCAN", DenyList.Key, position, "COUNT", 250);
        }
        catch (RedisServerException refusal) when (refusal.Kind == RedisErrorKind.WrongType)
        {
            if (await database.KeyDeleteAsync(DenyList.Key))
            {
                Log.NoList(logger);
            }

            return null;
        }
    }

    /// <summary>Takes field and value by turns; gives the number of fields.</summary>
    private static int Take(RedisValue[] page, Dictionary<string, string> entries)
    {
        foreach (var pair in page.Chunk(2))
        {
            var field = pair[0].ToString();
            if (DenyList.IsEntry(field))
            {
                entries[field] = pair[^1].ToString();
            }
        }

        return page.Length / 2;
    }

    /// <summary>
    /// Redis has started empty: what was denied stays so, here and, put back in one command, on all replicas.
    /// </summary>
    private async Task PutBackAsync(IReadOnlyDictionary<string, string> entries, CancellationToken cancellationToken)
    {
        HashEntry[] fields = [.. entries.Select(entry => new HashEntry(entry.Key, entry.Value))];
        var (answered, _) = await gate.TryInBackgroundAsync(
            async database =>
            {
                await database.HashSetAsync(DenyList.Key, fields);
                return true;
            },
            cancellationToken);
        if (answered)
        {
            Log.PutBack(logger, fields.Length);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            LogLevel.Warning,
            "The list of denied callers and clients has never been read: this replica refuses nobody by it until Redis "
                + "answers")]
        public static partial void NeverRead(ILogger logger);

        [LoggerMessage(LogLevel.Information, "Denied callers and clients: {Count}")]
        public static partial void Changed(ILogger logger, int count);

        [LoggerMessage(
            LogLevel.Warning,
            "The list of denied callers and clients has more than {Max} fields: what stands behind them is not read")]
        public static partial void TooLong(ILogger logger, int max);

        [LoggerMessage(
            LogLevel.Warning,
            "What stood in place of the list of denied callers and clients was no list: it was taken away")]
        public static partial void NoList(ILogger logger);

        [LoggerMessage(
            LogLevel.Warning,
            "Redis had lost the list of denied callers and clients: the {Count} last read here were put back")]
        public static partial void PutBack(ILogger logger, int count);
    }
}
