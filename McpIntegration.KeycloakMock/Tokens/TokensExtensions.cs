using McpIntegration.KeycloakMock.Answers;
using McpIntegration.KeycloakMock.Realms;

namespace McpIntegration.KeycloakMock.Tokens;

internal static class TokensExtensions
{
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
        realm.MapPost("/protocol/openid-connect/token", TokenEndpoint.AnswerAsync).AddEndpointFilter(NoStoreAsync);
        realm.MapPost("/development/token", DevelopmentTokenEndpoint.Answer).AddEndpointFilter(NoStoreAsync);
    }

    private static ValueTask<object?> NoStoreAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.Response.Headers.CacheControl = "no-store";
        context.HttpContext.Response.Headers.Pragma = "no-cache";
        return next(context);
    }
}
