using System.Collections.Immutable;
using System.Security.Cryptography;
using McpIntegration.KeycloakMock.Realms;
using McpIntegration.KeycloakMock.State;
using Microsoft.IdentityModel.Tokens;

namespace McpIntegration.KeycloakMock.Keys;

/// <summary>The realm's keys: the first one signs, all of them are published and go on validating.</summary>
internal sealed class RealmKeys
{
    private readonly Lock _lock = new();
    private readonly Realm _realm;
    private readonly StateFile _state;
    private readonly TimeProvider _time;

    /// <summary>Keycloak publishes a key for encryption too, which no one may take for a signing key.</summary>
    private readonly RealmKey _encryption;

    /// <summary>
    /// Refresh tokens are for this issuer alone: their key is published nowhere, and ends with the sessions.
    /// </summary>
    private readonly SymmetricSecurityKey _refresh =
        new(RandomNumberGenerator.GetBytes(64)) { KeyId = Guid.NewGuid().ToString() };

    /// <summary>Never empty, and replaced as a whole.</summary>
    private volatile ImmutableList<RealmKey> _signing;

    public RealmKeys(Realm realm, StateFile state, TimeProvider time)
    {
        (_realm, _state, _time) = (realm, state, time);
        var saved = state.Current;
        _signing = saved.SigningKeys is [] ? [NewKey()] : [.. saved.SigningKeys.Select(RealmKey.Load)];
        _encryption = saved.EncryptionKey is { } key ? RealmKey.Load(key) : NewKey();
        Save();
    }

    public SigningCredentials Signing => new(_signing[0].SecurityKey, SecurityAlgorithms.RsaSha256);

    public SigningCredentials RefreshSigning => new(_refresh, SecurityAlgorithms.HmacSha512);

    public IEnumerable<SecurityKey> Validating => [_refresh, .. _signing.Select(key => key.SecurityKey)];

    public IEnumerable<PublishedKey> Published =>
    [
        .. _signing.Select(key => key.Publish(SecurityAlgorithms.RsaSha256, "sig")),
        _encryption.Publish("RSA-OAEP", "enc"),
    ];

    /// <summary>A new key signs from now on; the others stay.</summary>
    /// <returns>The new key's id.</returns>
    public string Rotate()
    {
        var key = NewKey();
        lock (_lock)
        {
            _signing = _signing.Insert(0, key);
            Save();
        }

        return key.Id;
    }

    /// <summary>
    /// Ends the tokens that the key has signed. False where there is no such key, or no other to sign with.
    /// </summary>
    public bool TryWithdraw(string id)
    {
        lock (_lock)
        {
            var left = _signing.RemoveAll(key => key.Id == id);
            if (left.IsEmpty || left.Count == _signing.Count)
            {
                return false;
            }

            _signing = left;
            Save();
            return true;
        }
    }

    private RealmKey NewKey() => RealmKey.Create(_realm.Name, _time.GetUtcNow());

    private void Save() => _state.Update(current => current with
    {
        SigningKeys = [.. _signing.Select(signing => signing.Save())],
        EncryptionKey = _encryption.Save(),
    });
}
