using McpIntegration.KeycloakMock.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace McpIntegration.KeycloakMock.Realms;

/// <summary>
/// The issuer's name. Without KC_HOSTNAME it is known only once the server listens, so it is asked for per request.
/// </summary>
internal sealed class Issuer(IOptions<KeycloakMockOptions> options, Realm realm, IServer server)
{
    public string Address => $"{Hostname.TrimEnd('/')}/realms/{realm.Name}";

    private string Hostname =>
        options.Value.Hostname?.OriginalString ?? server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
}
