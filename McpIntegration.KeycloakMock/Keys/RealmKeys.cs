using System.Collections.Immutable;
using System.Security.Cryptography;
using McpIntegration.KeycloakMock.Realms;
using McpIntegration.KeycloakMock.State;
using Microsoft.IdentityModel.Tokens;

namespace McpIntegration.KeycloakMock.Keys;

/// <summary>The realm's keys: the first one signs, all of them are published and go on validating.</summary>
internal sealed class RealmKeys
{
    private readonly ImmutableArray<RealmKey> _signing;

    /// <summary>Keycloak publishes a key for encryption too, which no one may take for a signing key.</summary>
    private readonly RealmKey _encryption;

    /// <summary>Refresh tokens are for this issuer alone: their key is published nowhere, and ends with the sessions.</summary>
    private readonly SymmetricSecurityKey _refresh = new(RandomNumberGenerator.GetBytes(64)) { KeyId = Guid.NewGuid().ToString() };

    public RealmKeys(Realm realm, StateFile state, TimeProvider time)
    {
        var saved = state.Current;
        _signing = saved.SigningKeys is [] ? [RealmKey.Create(realm.Name, time.GetUtcNow())] : [.. saved.SigningKeys.Select(RealmKey.Load)];
        _encryption = saved.EncryptionKey is { } key ? RealmKey.Load(key) : RealmKey.Create(realm.Name, time.GetUtcNow());
        state.Update(current => current with
        {
            SigningKeys = [.. _signing.Select(signing => signing.Save())],
            EncryptionKey = _encryption.Save(),
        });
    }

    public SigningCredentials Signing => new(_signing[0].SecurityKey, SecurityAlgorithms.RsaSha256);

    public SigningCredentials RefreshSigning => new(_refresh, SecurityAlgorithms.HmacSha512);

    public IEnumerable<SecurityKey> Validating => [_refresh, .. _signing.Select(key => key.SecurityKey)];

    public IEnumerable<PublishedKey> Published =>
        [.. _signing.Select(key => key.Publish(SecurityAlgorithms.RsaSha256, "sig")), _encryption.Publish("RSA-OAEP", "enc")];
}
