using Microsoft.AspNetCore.WebUtilities;

namespace McpIntegration.KeycloakMock.Answers;

internal static class KeycloakAnswersExtensions
{
    /// <summary>
    /// Answers that no endpoint gives have Keycloak's form too: <c>{"error":"HTTP 405 Method Not Allowed"}</c>.
    /// </summary>
    public static void UseKeycloakAnswers(this WebApplication app) => app.UseStatusCodePages(context =>
        Unanswered(context.HttpContext.Response.StatusCode).ExecuteAsync(context.HttpContext));

    private static OAuthError Unanswered(int status) =>
        new(status, $"HTTP {status} {ReasonPhrases.GetReasonPhrase(status)}");
}
