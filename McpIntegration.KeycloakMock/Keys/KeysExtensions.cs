using McpIntegration.KeycloakMock.Realms;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace McpIntegration.KeycloakMock.Keys;

internal static class KeysExtensions
{
    public static void AddKeys(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<RealmKeys>();
    }

    public static void MapKeys(this WebApplication app)
    {
        var keys = app.MapRealm().MapGroup("/development/keys");
        keys.MapPost(string.Empty, DevelopmentKeysEndpoint.Add);
        keys.MapDelete("/{kid}", DevelopmentKeysEndpoint.Remove);
    }
}
