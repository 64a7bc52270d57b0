using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace McpIntegration.McpServer.Authentication;

/// <summary>
/// Reads the issuer's metadata and keys, and knows whether that has ever succeeded: before, no token can be judged.
/// </summary>
internal sealed class IssuerConfiguration : IConfigurationRetriever<OpenIdConnectConfiguration>
{
    private volatile bool _hasKeys;

    public bool HasKeys => _hasKeys;

    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(
        string address, IDocumentRetriever retriever, CancellationToken cancel)
    {
        var configuration = await OpenIdConnectConfigurationRetriever.GetAsync(address, retriever, cancel);
        _hasKeys |= configuration.SigningKeys.Count > 0;
        return configuration;
    }
}
