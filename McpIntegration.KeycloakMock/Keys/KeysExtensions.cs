using Microsoft.Extensions.DependencyInjection.Extensions;

namespace McpIntegration.KeycloakMock.Keys;

internal static class KeysExtensions
{
    public static void AddKeys(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<RealmKeys>();
    }
}
