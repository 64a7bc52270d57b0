namespace McpIntegration.Tests.Keycloak;

/// <summary>
/// A key that signs until it is withdrawn; at the end of its test at the latest, since other tests share the issuer.
/// </summary>
internal sealed class RotatedKey : IAsyncDisposable
{
    private readonly LiveIssuer _issuer;
    private string? _key;

    private RotatedKey(LiveIssuer issuer, string key) => (_issuer, _key) = (issuer, key);

    public static async Task<RotatedKey> AddAsync(LiveIssuer issuer) => new(issuer, await issuer.AddKeyAsync());

    public async Task WithdrawAsync()
    {
        if (_key is { } key)
        {
            _key = null;
            await _issuer.RemoveKeyAsync(key);
        }
    }

    public async ValueTask DisposeAsync() => await WithdrawAsync();
}
