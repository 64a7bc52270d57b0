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
        var claims = Claims("Bearer", ProtocolMapper.AccessToken, grant, session);
        claims["scope"] = grant.TokenScope;
        return Write(claims, grant.Client.AccessTokenType);
    }

    public string WriteIdToken(Grant grant, Session? session, string accessToken, string? nonce)
    {
        var claims = Claims("ID", ProtocolMapper.IdToken, grant, session);
        claims["aud"] = grant.Client.ClientId;
        claims["at_hash"] = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(accessToken))[..16]);
        if (nonce is not null)
        {
            claims["nonce"] = nonce;
        }

        return Write(claims, "JWT");
    }

    private static Dictionary<string, object> Claims(string type, string mapped, Grant grant, Session? session)
    {
        var claims = grant.Claims(mapped, session?.Authenticated);
        claims["jti"] = Guid.NewGuid().ToString();
        claims["sub"] = grant.User.Id;
        claims["typ"] = type;
        claims["azp"] = grant.Client.ClientId;
        if (session is not null)
        {
            claims["sid"] = session.Id;
        }

        return claims;
    }

    private string Write(Dictionary<string, object> claims, string type) => _handler.CreateToken(new SecurityTokenDescriptor
    {
        Issuer = issuer.Address,
        IssuedAt = time.GetUtcNow().UtcDateTime,
        Expires = (time.GetUtcNow() + realm.AccessTokenLifespan).UtcDateTime,
        Claims = claims,
        SigningCredentials = keys.Signing,
        TokenType = type,
    });
}
