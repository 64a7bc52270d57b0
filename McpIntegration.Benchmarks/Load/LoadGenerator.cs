using System.Diagnostics;
using McpIntegration.Benchmarks.Stand;

namespace McpIntegration.Benchmarks.Load;

/// <summary>
/// Calls a server from this process. Each client of a level is a caller of his own with one connection; the next level
/// goes on with the callers after those, and begins anew with the first when all have had their turn. No record is
/// asked for that the same client has not put into the cache, or, for misses, that anybody asked for before.
/// </summary>
internal sealed class LoadGenerator(ExpectedAnswer expected, RedisServer redis, IReadOnlyList<string> tokens)
{
    private int _callers;
    private int _questions;
    private int _ids;

    public async Task<LevelResult> RunAsync(WebProcess server, Level level, CancellationToken cancellationToken)
    {
        var clients = Enumerable.Range(0, level.Clients)
            .Select(_ => new LoadClient(server, level.Era, tokens[_callers++ % tokens.Count])).ToArray();
        try
        {
            // Connected, known to the server, and with the record of a hit in the cache.
            var question = ++_questions;
            await Task.WhenAll(clients.Select(client => AskAsync(client, question)));

            var roundTrips = await redis.CountRoundTripsAsync();
            var before = await server.ReadCountersAsync(cancellationToken);
            var started = Stopwatch.GetTimestamp();
            var calls = await Task.WhenAll(clients.Select(client =>
                Task.Run(() => CallAsync(client, started, level.Hits ? question : null), cancellationToken)));
            var elapsed = Stopwatch.GetElapsedTime(started);
            var after = await server.ReadCountersAsync(cancellationToken);
            return new(
                level, [.. calls.SelectMany(call => call.Latencies).Order()], elapsed, before, after,
                await redis.CountRoundTripsAsync() - roundTrips, calls.Sum(call => call.Hits));
        }
        finally
        {
            foreach (var client in clients)
            {
                client.Dispose();
            }
        }

        async Task<(List<long> Latencies, int Hits)> CallAsync(LoadClient client, long started, int? question)
        {
            List<long> latencies = [];
            var hits = 0;
            while (Stopwatch.GetElapsedTime(started) < level.Duration)
            {
                var sent = Stopwatch.GetTimestamp();
                var answer = await AskAsync(client, question ?? Interlocked.Increment(ref _questions));
                latencies.Add(Stopwatch.GetTimestamp() - sent);
                hits += answer.IsHit ? 1 : 0;
            }

            return (latencies, hits);
        }

        Task<CheckedAnswer> AskAsync(LoadClient client, int question) =>
            client.AskAsync(expected, Interlocked.Increment(ref _ids), question, cancellationToken);
    }

    /// <summary>One call of a caller who makes no other.</summary>
    public async Task<CheckedAnswer> AskOnceAsync(WebProcess server, CancellationToken cancellationToken)
    {
        using var client = new LoadClient(server, Era.Legacy, tokens[_callers++]);
        return await client.AskAsync(expected, ++_ids, ++_questions, cancellationToken);
    }
}
