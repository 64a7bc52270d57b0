using System.Threading.RateLimiting;
using McpIntegration.McpServer.Edge;
using Microsoft.Extensions.Options;

namespace McpIntegration.McpServer.Authentication;

/// <summary>
/// The issuer's keys that are known, and the way to have them read again. Keys once known go on counting while the
/// issuer is down, and stop counting when a reading finds others in their place.
/// </summary>
internal sealed class IssuerKeys(ValidatedTokens tokens, IOptions<EdgeOptions> edge, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>
    /// Whoever waits for a reading holds one of the places that <see cref="OverloadMiddleware"/> gives out. Forged key
    /// names cost nothing to write, so an eighth of those places stays free of such waits.
    /// </summary>
    private readonly ConcurrencyLimiter _waits =
        new(new() { PermitLimit = Math.Max(1, edge.Value.MaxConcurrentRequests * 7 / 8), QueueLimit = 0 });

    private volatile SigningKeys? _current;
    private KeyReading _next = new();

    /// <summary>Null until a reading has succeeded: before, no token can be judged.</summary>
    public SigningKeys? Current => _current;

    public KeyReading NextReading => Volatile.Read(ref _next);

    /// <summary>From here on whoever asks waits for another reading than this one.</summary>
    public KeyReading BeginReading() => Interlocked.Exchange(ref _next, new KeyReading());

    /// <summary>Returns whether the keys are others than before: then every token is to be validated anew.</summary>
    public bool Take(SigningKeys keys)
    {
        if (_current?.HasSameKeysAs(keys) == true)
        {
            return false;
        }

        _current = keys;
        tokens.Clear();
        return true;
    }

    /// <summary>
    /// Waits for a reading that begins after this call. False when that fails or takes too long, or too many wait
    /// already.
    /// </summary>
    public async Task<bool> ReadAgainAsync(CancellationToken cancellationToken)
    {
        var reading = NextReading;
        reading.Ask();
        using var wait = _waits.AttemptAcquire();
        if (!wait.IsAcquired)
        {
            return false;
        }

        try
        {
            return await reading.Ended.WaitAsync(Patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    public void Dispose() => _waits.Dispose();
}
