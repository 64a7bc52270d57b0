namespace McpIntegration.KeycloakMock.Sessions;

internal static class SessionsExtensions
{
    public static void AddSessions(this IServiceCollection services) => services.AddSingleton<SessionStore>();
}
