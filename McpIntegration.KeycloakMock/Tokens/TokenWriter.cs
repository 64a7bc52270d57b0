using System.Security.Cryptography;
using System.Text;
using McpIntegration.KeycloakMock.Keys;
using McpIntegration.KeycloakMock.Realms;
using McpIntegration.KeycloakMock.Sessions;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace McpIntegration.KeycloakMock.Tokens;

/// <summary>Writes tokens that hold what Keycloak's hold.</summary>
internal sealed class TokenWriter(Realm realm, RealmKeys keys, Issuer issuer, TimeProvider time)
{
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    public string WriteAccessToken(Grant grant, Session? session)
    {
        var claims = Claims(TokenClaims.Bearer, ProtocolMapper.AccessToken, grant, session);
        claims["scope"] = grant.TokenScope;
        return Write(claims, keys.Signing, grant.Client.AccessTokenType, grant.Lifespan ?? realm.AccessTokenLifespan);
    }

    public string WriteRefreshToken(Renewal renewal)
    {
        var grant = renewal.Whole;
        var claims = Claims(grant.Offline ? TokenClaims.Offline : TokenClaims.Refresh, grant, renewal.Session);
        claims["jti"] = renewal.RefreshToken.Id;
        claims["reuse_id"] = renewal.RefreshToken.Chain;
        claims["aud"] = issuer.Address;
        claims["aud_x"] = grant.Claims(ProtocolMapper.AccessToken, renewal.Session.Authenticated)["aud"];
        claims["prov"] = "default";
        claims["scope"] = grant.WholeScope;
        return Write(claims, keys.RefreshSigning, "JWT", grant.Offline ? null : realm.SessionIdleTimeout);
    }

    public string WriteIdToken(Grant grant, Session? session, string accessToken, string? nonce)
    {
        var claims = Claims(TokenClaims.Id, ProtocolMapper.IdToken, grant, session);
        claims["aud"] = grant.Client.ClientId;
        claims["at_hash"] = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(accessToken))[..16]);
        if (nonce is not null)
        {
            claims["nonce"] = nonce;
        }

        return Write(claims, keys.Signing, "JWT", realm.AccessTokenLifespan);
    }

    private static Dictionary<string, object> Claims(string type, string mapped, Grant grant, Session? session) =>
        new(
            Claims(type, grant, session).Concat(grant.Claims(mapped, session?.Authenticated))
                .DistinctBy(claim => claim.Key));

    private static Dictionary<string, object> Claims(string type, Grant grant, Session? session)
    {
        Dictionary<string, object> claims = new()
        {
            ["jti"] = Guid.NewGuid().ToString(),
            ["sub"] = grant.User.Id,
            ["typ"] = type,
            ["azp"] = grant.Client.ClientId,
        };
        if (session is not null)
        {
            claims[TokenClaims.Session] = session.Id;
        }

        return claims;
    }

    private string Write(
        Dictionary<string, object> claims, SigningCredentials credentials, string type, TimeSpan? lifespan) =>
        _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer.Address,
            IssuedAt = time.GetUtcNow().UtcDateTime,
            Expires = (time.GetUtcNow() + lifespan)?.UtcDateTime,
            Claims = claims,
            SigningCredentials = credentials,
            TokenType = type,
        });
}
