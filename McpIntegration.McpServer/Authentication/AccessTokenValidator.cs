using System.Security.Claims;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace McpIntegration.McpServer.Authentication;

/// <summary>
/// Says whose token it is: from memory when it was validated lately, in full otherwise. A token that names an unknown
/// key waits until the issuer's keys have been read again, so that the first one after a rotation is accepted.
/// </summary>
internal sealed class AccessTokenValidator(
    IssuerKeys issuer, ValidatedTokens tokens, IOptions<AuthenticationOptions> options, TimeProvider time)
{
    private readonly AccessTokenHandler _handler = new(time);

    public ValueTask<TokenVerdict> ValidateAsync(ReadOnlyMemory<char> token, CancellationToken cancellationToken)
    {
        if (!TokenDigest.TryCompute(token.Span, out var digest))
        {
            return new(new TokenVerdict(null, new SecurityTokenMalformedException("Too long, or not ASCII.")));
        }

        return issuer.Current is { } keys && tokens.Find(digest, keys) is { } principal
            ? new(new TokenVerdict(principal, null))
            : new(ValidateInFullAsync(token.ToString(), digest, cancellationToken));
    }

    private async Task<TokenVerdict> ValidateInFullAsync(
        string token, TokenDigest digest, CancellationToken cancellationToken)
    {
        if (issuer.Current is not { } keys)
        {
            return default;
        }

        var verdict = await ValidateAsync(token, digest, keys);
        if (verdict.Failure is not SecurityTokenSignatureKeyNotFoundException)
        {
            return verdict;
        }

        if (!await issuer.ReadAgainAsync(cancellationToken))
        {
            return default;
        }

        return issuer.Current is { } others && others != keys ? await ValidateAsync(token, digest, others) : verdict;
    }

    /// <summary>What passes is remembered under the keys it passed with, whichever are current by then.</summary>
    private async Task<TokenVerdict> ValidateAsync(string token, TokenDigest digest, SigningKeys keys)
    {
        var result = await _handler.ValidateTokenAsync(token, TokenRules.Create(options.Value, keys));
        if (!result.IsValid)
        {
            return new(null, result.Exception);
        }

        var identity = new SharedIdentity(result.ClaimsIdentity);
        tokens.Add(digest, keys, TokenLifetime.Of(result.SecurityToken), identity, token.Length);
        return new(new ClaimsPrincipal(identity), null);
    }
}
