using System.Globalization;
using McpIntegration.McpServer.Edge;
using McpIntegration.McpServer.RateLimiting;
using Microsoft.IdentityModel.Tokens;

namespace McpIntegration.McpServer.Authentication;

/// <summary>
/// Answers a token that was refused: 401 with the challenge, or 429 when too many came from the client's address. What
/// brings none, or a malformed header, is answered before and not counted: every client's first request is anonymous,
/// and neither tries a token.
/// </summary>
internal sealed class TokenRejection(Challenge challenge, FailedAttempts attempts)
{
    public Task WriteAsync(HttpContext context, Exception? failure)
    {
        // A token that has expired was signed by the issuer, so it is no guess; its client needs the 401 to fetch the
        // next one, and in an office many clients share one address.
        if (failure is not SecurityTokenExpiredException
            && attempts.Count(context.Connection.RemoteIpAddress) is { } wait)
        {
            return RefuseForNowAsync(context, wait);
        }

        var reason = TokenRefusal.Describe(failure);
        return new HttpError("invalid_token", reason)
            .WriteAsync(context, StatusCodes.Status401Unauthorized, challenge.InvalidToken(reason));
    }

    /// <summary>Says nothing of the token: past the limit, guessing teaches nothing.</summary>
    private static Task RefuseForNowAsync(HttpContext context, TimeSpan wait)
    {
        var seconds = RateLimitHeaders.Seconds(wait).ToString(CultureInfo.InvariantCulture);
        context.Response.Headers.RetryAfter = seconds;
        return new HttpError(
            "too_many_failures",
            $"Too many tokens from this address were refused. Wait {seconds} seconds, or send a valid token.")
            .WriteAsync(context, StatusCodes.Status429TooManyRequests);
    }
}
