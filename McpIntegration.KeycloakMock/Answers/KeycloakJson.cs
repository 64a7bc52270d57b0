using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace McpIntegration.KeycloakMock.Answers;

/// <summary>
/// JSON as Keycloak's OAuth endpoints write it: snake_case, nothing for null, and no charset unless asked.
/// </summary>
internal static class KeycloakJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        // Plain apostrophes, as Keycloak has them. The default escapes what would be dangerous inside HTML, where no
        // answer goes.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static IResult Answer<T>(
        T value, int status = StatusCodes.Status200OK, string contentType = "application/json") =>
        Results.Json(value, Options, contentType, status);
}
