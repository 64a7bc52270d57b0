using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace McpIntegration.KeycloakMock.Sessions;

/// <summary>
/// The refresh tokens of one session that are still good: one per chain, a chain beginning with each login of a client.
/// A second use of a token takes the session away from its client, so that whoever stole a token, and whoever lost it,
/// both have to log in.
/// </summary>
internal sealed class RefreshTokens
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, string>> _clients = new();

    public RefreshTokenId Start(string clientId)
    {
        var token = new RefreshTokenId(NewId(), NewId());
        _clients.GetOrAdd(clientId, _ => new())[token.Chain] = token.Id;
        return token;
    }

    /// <summary>Succeeds once per token, however many ask at the same time.</summary>
    public bool TryUse(
        string clientId, RefreshTokenId used, [NotNullWhen(true)] out RefreshTokenId? next, [NotNullWhen(false)] out string? refusal)
    {
        (next, refusal) = (null, null);
        if (!_clients.TryGetValue(clientId, out var chains))
        {
            refusal = "Session doesn't have required client";
            return false;
        }

        var candidate = used with { Id = NewId() };
        if (!chains.TryUpdate(used.Chain, candidate.Id, used.Id))
        {
            _clients.TryRemove(clientId, out _);
            refusal = "Maximum allowed refresh token reuse exceeded";
            return false;
        }

        next = candidate;
        return true;
    }

    private static string NewId() => Guid.NewGuid().ToString();
}

/// <summary>The claims reuse_id and jti of a refresh token.</summary>
internal sealed record RefreshTokenId(string Chain, string Id);
