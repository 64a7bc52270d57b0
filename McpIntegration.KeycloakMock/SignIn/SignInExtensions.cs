using McpIntegration.KeycloakMock.Answers;
using McpIntegration.KeycloakMock.Realms;
using McpIntegration.KeycloakMock.Sessions;

namespace McpIntegration.KeycloakMock.SignIn;

internal static class SignInExtensions
{
    /// <summary>
    /// Keycloak's is Secure even on http://localhost; this one is not, because many HTTP libraries would not send it
    /// back.
    /// </summary>
    public const string Cookie = "KEYCLOAK_IDENTITY";

    private static readonly TimeSpan LoginLifespan = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan CodeLifespan = TimeSpan.FromMinutes(1);

    public static void AddSignIn(this IServiceCollection services)
    {
        services.AddSingleton(provider =>
            new ExpiringStore<AuthorizationRequest>(LoginLifespan, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider =>
            new ExpiringStore<AuthorizationCode>(CodeLifespan, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<Consents>();
        services.AddSingleton<Pages>();
        services.AddSingleton<AuthorizationResponse>();
        services.AddSingleton<SignInFlow>();
    }

    public static void MapSignIn(this WebApplication app)
    {
        var realm =
            app.MapRealm().AddEndpointFilter(OAuthParameters.RefuseUnreadableAsync).AddEndpointFilter(NoStoreAsync);
        realm.MapGet("/protocol/openid-connect/auth", AuthorizationEndpoint.Answer);
        realm.MapPost("/login-actions/authenticate", LoginActions.Authenticate);
        realm.MapGet("/login-actions/required-action", LoginActions.ShowConsent);
        realm.MapPost("/login-actions/required-action", LoginActions.Consent);
    }

    private static async ValueTask<object?> NoStoreAsync(
        EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        // Keycloak's error pages do not have the header.
        if (result is not IStatusCodeHttpResult { StatusCode: >= StatusCodes.Status400BadRequest })
        {
            context.HttpContext.Response.Headers.CacheControl = "no-store, must-revalidate, max-age=0";
        }

        return result;
    }
}
