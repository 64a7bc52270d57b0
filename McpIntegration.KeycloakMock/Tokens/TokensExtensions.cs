using McpIntegration.KeycloakMock.Answers;
using McpIntegration.KeycloakMock.Realms;

namespace McpIntegration.KeycloakMock.Tokens;

internal static class TokensExtensions
{
    private static readonly string[] GetAndPost = [HttpMethods.Get, HttpMethods.Post];

    public static void AddTokens(this IServiceCollection services)
    {
        services.AddSingleton<TokenWriter>();
        services.AddSingleton<TokenReader>();
        services.AddSingleton<TokenIssuer>();
        services.AddSingleton<ClientAuthenticator>();
        services.AddSingleton<ClientCredentialsGrant>();
        services.AddSingleton<AuthorizationCodeGrant>();
        services.AddSingleton<RefreshTokenGrant>();
    }

    public static void MapTokens(this WebApplication app)
    {
        var realm = app.MapRealm().AddEndpointFilter(OAuthParameters.RefuseUnreadableAsync);
        realm.MapPost("/development/token", DevelopmentTokenEndpoint.Answer).WithCacheHeaders("no-store", "no-cache");

        var protocol = realm.MapGroup("/protocol/openid-connect");
        protocol.MapPost("/token", TokenEndpoint.AnswerAsync).WithCacheHeaders("no-store", "no-cache");
        protocol.MapPost("/token/introspect", IntrospectionEndpoint.Answer).WithCacheHeaders("no-cache");
        protocol.MapPost("/revoke", RevocationEndpoint.AnswerAsync);
        protocol.MapMethods("/userinfo", GetAndPost, UserInfoEndpoint.AnswerAsync)
            .WithCacheHeaders("no-cache", "no-cache");
        protocol.MapPost("/logout", LogoutEndpoint.AnswerClientAsync).WithCacheHeaders("no-cache");
        protocol.MapGet("/logout", LogoutEndpoint.AnswerBrowserAsync);
    }

    private static void WithCacheHeaders(this RouteHandlerBuilder route, string cacheControl, string? pragma = null) =>
        route.AddEndpointFilter((context, next) =>
        {
            context.HttpContext.Response.Headers.CacheControl = cacheControl;
            context.HttpContext.Response.Headers.Pragma = pragma;
            return next(context);
        });
}
