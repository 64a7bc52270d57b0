namespace McpIntegration.KeycloakMock.State;

internal static class StateExtensions
{
    public static void AddState(this IServiceCollection services) => services.AddSingleton<StateFile>();
}
