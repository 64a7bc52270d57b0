using System.Net;
using McpIntegration.McpServer.Edge;
using McpIntegration.McpServer.RateLimiting;
using Microsoft.Extensions.Options;

namespace McpIntegration.McpServer.Authentication;

/// <summary>
/// Counts refused tokens per client address on this replica: so many in any minute are answered as what they are, and
/// what is more is told to wait. Only refusals are asked for here, so that nobody can lock others out: a valid token is
/// accepted from any address at any time.
/// </summary>
/// <remarks>
/// The limiter's exact window in its bounded memory, and not System.Threading.RateLimiting: the windows there know no
/// TimeProvider and move in steps, and its partitions have no upper bound. Full, the memory lets go of the addresses
/// unheard of for the longest. To be forgotten, an attacker has to fail from some 50,000 other addresses, each of which
/// has failures of its own to spend.
/// </remarks>
internal sealed class FailedAttempts(IOptions<AuthenticationOptions> options, TimeProvider time)
{
    private readonly MemoryRateLimiter _failures = new(
        Options.Create(new RateLimitingOptions
        {
            Permits = options.Value.FailuresPerMinute,

            // The limiter counts whole milliseconds, and a permit is taken through the last one of its window.
            Window = TimeSpan.FromMinutes(1) - TimeSpan.FromMilliseconds(1),
        }),
        time);

    /// <summary>
    /// Counts a failure. Null while there were few; otherwise the time until one from this address counts as few again.
    /// </summary>
    public TimeSpan? Count(IPAddress? address)
    {
        var decision = _failures.Acquire(ClientAddress.NameOf(address), 1);
        return decision.Allowed ? null : decision.RetryAfter;
    }
}
