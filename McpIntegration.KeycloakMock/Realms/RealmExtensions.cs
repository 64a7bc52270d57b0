using McpIntegration.KeycloakMock.Answers;
using Microsoft.AspNetCore.Cors.Infrastructure;

namespace McpIntegration.KeycloakMock.Realms;

internal static class RealmExtensions
{
    public static void AddRealm(this IServiceCollection services)
    {
        services.AddSingleton<RealmFiles>();
        services.AddSingleton(provider => provider.GetRequiredService<RealmFiles>().Read());
        services.AddSingleton<ClientDirectory>();
        services.AddSingleton<Issuer>();
        services.AddCors();
        services.AddOptions<CorsOptions>().Configure<Realm>((cors, realm) => cors.AddDefaultPolicy(policy =>
            policy.WithOrigins([.. realm.WebOrigins]).AllowAnyHeader().AllowAnyMethod()));
    }

    /// <summary>
    /// Routes under <c>{prefix}/realms/{realm}</c>. Another realm's name is answered as Keycloak answers it.
    /// </summary>
    public static RouteGroupBuilder MapRealm(this IEndpointRouteBuilder routes, string prefix = "") =>
        routes.MapGroup($"{prefix}/realms/{{realm}}").AddEndpointFilter(async (context, next) =>
        {
            var name = context.HttpContext.RequestServices.GetRequiredService<Realm>().Name;
            return context.HttpContext.GetRouteValue("realm") is string asked && asked == name
                ? await next(context)
                : new OAuthError(StatusCodes.Status404NotFound, "Realm does not exist");
        });
}
