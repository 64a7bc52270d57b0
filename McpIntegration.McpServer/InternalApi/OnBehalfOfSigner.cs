using System.Text;
using McpIntegration.McpServer.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace McpIntegration.McpServer.InternalApi;

/// <summary>
/// Tells the internal API whom a request serves, for its own audit: a signed, short-lived JWT (RFC 7519) of this
/// server, in the header X-On-Behalf-Of. It says who calls and grants nothing; the caller's own token stays here.
/// </summary>
internal sealed class OnBehalfOfSigner(
    IOptions<InternalApiOptions> options, IOptions<AuthenticationOptions> server, TimeProvider time)
{
    public const string HeaderName = "X-On-Behalf-Of";

    /// <summary>Keeps it from passing for a token of another kind (RFC 8725, section 3.11).</summary>
    private const string TokenType = "on-behalf-of+jwt";

    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);
    private static readonly JsonWebTokenHandler Writer = new() { SetDefaultTimesOnTokenCreation = false };

    private readonly SigningCredentials? _credentials = options.Value.OnBehalfOfKey is { } key
        ? new(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(key)), SecurityAlgorithms.HmacSha256)
        : null;

    /// <returns>Null without InternalApi:OnBehalfOfKey.</returns>
    public string? Sign(CallOrigin origin) => _credentials is null
        ? null
        : Writer.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = TokenType,
            SigningCredentials = _credentials,
            Issuer = server.Value.Resource,
            Audience = options.Value.BaseAddress?.OriginalString,
            IssuedAt = time.GetUtcNow().UtcDateTime,
            Expires = (time.GetUtcNow() + Lifetime).UtcDateTime,
            Claims = new Dictionary<string, object>
            {
                ["sub"] = origin.Caller.Subject,
                // A subject is unique within its issuer only (RFC 9493, section 3.2.4).
                ["sub_id"] = new Dictionary<string, object>
                {
                    ["format"] = "iss_sub",
                    ["iss"] = origin.Caller.Issuer,
                    ["sub"] = origin.Caller.Subject,
                },
                ["tool"] = origin.Tool,
                ["request_id"] = origin.RequestId,
            },
        });
}
