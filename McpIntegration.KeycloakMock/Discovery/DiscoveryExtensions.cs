using McpIntegration.KeycloakMock.Answers;
using McpIntegration.KeycloakMock.Keys;
using McpIntegration.KeycloakMock.Realms;
using Microsoft.AspNetCore.Cors.Infrastructure;

namespace McpIntegration.KeycloakMock.Discovery;

/// <summary>The discovery document in its three forms, and the keys; any origin may read both.</summary>
internal static class DiscoveryExtensions
{
    public static void MapDiscovery(this WebApplication app)
    {
        var realm = app.MapRealm().RequireCors(AnyOrigin);
        realm.MapGet("/.well-known/openid-configuration", Document);
        realm.MapGet("/.well-known/oauth-authorization-server", Document);
        realm.MapGet("/protocol/openid-connect/certs", Certificates);
        // RFC 8414 puts the well-known part before the issuer's path.
        app.MapRealm("/.well-known/oauth-authorization-server").RequireCors(AnyOrigin).MapGet(string.Empty, Document);
    }

    private static void AnyOrigin(CorsPolicyBuilder policy) => policy.AllowAnyOrigin();

    private static IResult Document(HttpResponse response, Issuer issuer, Realm realm)
    {
        response.Headers.CacheControl = "no-cache, must-revalidate, no-transform, no-store";
        var scopes = realm.Scopes.Values.Where(scope => scope.InMetadata).Select(scope => scope.Name);
        return KeycloakJson.Answer(new DiscoveryDocument(issuer.Address, [ClientScope.OpenId, .. scopes]));
    }

    private static IResult Certificates(HttpResponse response, RealmKeys keys)
    {
        response.Headers.CacheControl = "no-cache";
        return KeycloakJson.Answer(new { keys = keys.Published });
    }
}
