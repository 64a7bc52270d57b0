using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace McpIntegration.McpServer.Authentication;

/// <summary>
/// Reads the issuer's key set once: at the address of the settings, or where the issuer's metadata says.
/// </summary>
internal sealed class IssuerKeysReader(IHttpClientFactory clients, IOptions<AuthenticationOptions> options)
{
    public const string HttpClientName = "issuer";

    /// <exception cref="InvalidDataException">What was read holds no key that verifies signatures.</exception>
    public async Task<SigningKeys> ReadAsync(CancellationToken cancellationToken)
    {
        using var http = clients.CreateClient(HttpClientName);
        var address = options.Value.JwksUri ?? await FindAsync(http, cancellationToken);
        var set = new JsonWebKeySet(await http.GetStringAsync(address, cancellationToken));
        return SigningKeys.From(set)
            ?? throw new InvalidDataException($"The key set at {address} holds no key that verifies signatures.");
    }

    private async Task<Uri> FindAsync(HttpClient http, CancellationToken cancellationToken)
    {
        var address = options.Value.MetadataAddress
            ?? new Uri($"{options.Value.Issuer.TrimEnd('/')}/.well-known/openid-configuration");
        var metadata = OpenIdConnectConfiguration.Create(await http.GetStringAsync(address, cancellationToken));

        // What was read over TLS must not lead away from it.
        return Uri.TryCreate(metadata.JwksUri, UriKind.Absolute, out var keys)
            && (keys.Scheme == Uri.UriSchemeHttps || keys.Scheme == address.Scheme)
                ? keys
                : throw new InvalidDataException($"The metadata at {address} names no jwks_uri that can be used.");
    }
}
