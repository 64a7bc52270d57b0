using McpIntegration.KeycloakMock.Answers;

namespace McpIntegration.KeycloakMock.Keys;

/// <summary>
/// Rotation without an administrator: <c>POST /realms/mcp/development/keys</c> adds a key, which signs from then on,
/// and <c>DELETE /realms/mcp/development/keys/{kid}</c> takes one away, as Keycloak's administrators do with its key
/// providers. It exists in this mock only, and what it changes outlives a restart where the keys do.
/// </summary>
internal static class DevelopmentKeysEndpoint
{
    public static IResult Add(RealmKeys keys) =>
        KeycloakJson.Answer(new { Kid = keys.Rotate() }, StatusCodes.Status201Created);

    public static IResult Remove(string kid, RealmKeys keys) => keys.TryWithdraw(kid)
        ? Results.NoContent()
        : OAuthError.BadRequest("invalid_request", "No such key, or the only one");
}
