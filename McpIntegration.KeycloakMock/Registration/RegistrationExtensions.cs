using McpIntegration.KeycloakMock.Realms;

namespace McpIntegration.KeycloakMock.Registration;

internal static class RegistrationExtensions
{
    public static void AddRegistration(this IServiceCollection services)
    {
        services.AddSingleton<RegistrationPolicies>();
        services.AddSingleton<RegistrationEndpoint>();
    }

    public static void MapRegistration(this WebApplication app) => app.MapRealm().MapPost(
        "/clients-registrations/openid-connect",
        (RegistrationEndpoint endpoint, HttpRequest request, CancellationToken cancellationToken) =>
            endpoint.AnswerAsync(request, cancellationToken));
}
