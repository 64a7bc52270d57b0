using System.Diagnostics;
using McpIntegration.Benchmarks.Stand;

namespace McpIntegration.Benchmarks.Load;

/// <summary>
/// Calls a server from this process. Many callers take turns, so that none comes near a limit, and no record is asked
/// for that the same level has not put into the cache, or, for misses, that anybody asked for before.
/// </summary>
internal sealed class LoadGenerator(ExpectedAnswer expected, RedisServer redis, IReadOnlyList<string> tokens) : IDisposable
{
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,

        // A trace context in the calls would have the server record what it otherwise does not.
        ActivityHeadersPropagator = null,
    });

    private int _questions;
    private int _ids;

    public async Task<LevelResult> RunAsync(WebProcess server, Level level, CancellationToken cancellationToken)
    {
        var question = Interlocked.Increment(ref _questions);
        if (level.Hits)
        {
            await Parallel.ForEachAsync(
                tokens, cancellationToken, async (token, stop) => await SendAsync(server, level.Era, token, question, null, stop));
        }

        var cache = level.Target == Targets.Bare ? null : level.Hits ? "HIT" : "MISS";
        var roundTrips = await redis.CountRoundTripsAsync();
        var before = await server.ReadCountersAsync(cancellationToken);
        var started = Stopwatch.GetTimestamp();
        var clients = Enumerable.Range(0, level.Clients).Select(client => Task.Run(() => CallAsync(client), cancellationToken));
        var latencies = (await Task.WhenAll(clients)).SelectMany(calls => calls).Order().ToArray();
        var elapsed = Stopwatch.GetElapsedTime(started);
        var after = await server.ReadCountersAsync(cancellationToken);
        return new(level, latencies, elapsed, before, after, await redis.CountRoundTripsAsync() - roundTrips);

        async Task<List<long>> CallAsync(int client)
        {
            List<long> calls = [];
            for (var turn = client; Stopwatch.GetElapsedTime(started) < level.Duration; turn += level.Clients)
            {
                var asked = level.Hits ? question : Interlocked.Increment(ref _questions);
                var sent = Stopwatch.GetTimestamp();
                await SendAsync(server, level.Era, tokens[turn % tokens.Count], asked, cache, cancellationToken);
                calls.Add(Stopwatch.GetTimestamp() - sent);
            }

            return calls;
        }
    }

    /// <summary>One checked call; gives the answer's result.</summary>
    public async Task<string> SendAsync(
        WebProcess server, Era era, string token, int question, string? cache, CancellationToken cancellationToken)
    {
        var call = new ToolCall(era, Interlocked.Increment(ref _ids), token, question);
        using var request = call.ToRequest(server.Address);
        using var answer = await _http.SendAsync(request, cancellationToken);
        var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        return expected.Check(answer, body, call, cache);
    }

    public void Dispose() => _http.Dispose();
}
