namespace McpIntegration.KeycloakMock.Answers;

/// <summary>A refusal in OAuth's form (RFC 6749, section 5.2), with Keycloak's words.</summary>
internal sealed record OAuthError(int Status, string Error, string? ErrorDescription = null) : IResult
{
    public static OAuthError BadRequest(string error, string description) =>
        new(StatusCodes.Status400BadRequest, error, description);

    public static OAuthError Unauthorized(string error, string description) =>
        new(StatusCodes.Status401Unauthorized, error, description);

    public Task ExecuteAsync(HttpContext httpContext) =>
        KeycloakJson.Answer(new { Error, ErrorDescription }, Status).ExecuteAsync(httpContext);
}
