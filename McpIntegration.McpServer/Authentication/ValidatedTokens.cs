using System.Security.Claims;
using Microsoft.Extensions.Caching.Memory;

namespace McpIntegration.McpServer.Authentication;

/// <summary>
/// The tokens that validation accepted in the last minute, so that a signature is verified once and not for every
/// request. Whether a token counts at this time is asked each time, and only under the keys it was verified with.
/// </summary>
internal sealed class ValidatedTokens(TimeProvider time) : IDisposable
{
    /// <summary>
    /// In characters of the tokens, since what is kept of a token grows with it: some 10,000 ordinary ones.
    /// </summary>
    private const long MaxSize = 12_000_000;

    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    private readonly MemoryCache _tokens = new(new MemoryCacheOptions { SizeLimit = MaxSize });

    /// <summary>Whose token it is; null when it has to be validated.</summary>
    public ClaimsPrincipal? Find(in TokenDigest token, SigningKeys keys) =>
        _tokens.TryGetValue(token, out Entry? entry) && entry is not null
        && ReferenceEquals(entry.Keys, keys)
        && time.GetElapsedTime(entry.AddedAt) < Lifetime
        && entry.Lifetime.FaultAt(time.GetUtcNow().UtcDateTime) is null
            ? new ClaimsPrincipal(entry.Identity)
            : null;

    /// <param name="keys">
    /// The keys the token was verified with: when others have come in the meantime it is never found.
    /// </param>
    /// <param name="size">The token's length.</param>
    public void Add(in TokenDigest token, SigningKeys keys, TokenLifetime lifetime, SharedIdentity identity, int size)
    {
        // The memory cache runs by its own clock: it only frees what Find would no longer return.
        var options = new MemoryCacheEntryOptions { Size = size, AbsoluteExpirationRelativeToNow = Lifetime };
        _tokens.Set(token, new Entry(keys, lifetime, identity, time.GetTimestamp()), options);
    }

    public void Clear() => _tokens.Clear();

    public void Dispose() => _tokens.Dispose();

    private sealed record Entry(SigningKeys Keys, TokenLifetime Lifetime, SharedIdentity Identity, long AddedAt);
}
