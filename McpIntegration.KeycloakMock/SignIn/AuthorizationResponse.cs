using System.Net;
using McpIntegration.KeycloakMock.Realms;

namespace McpIntegration.KeycloakMock.SignIn;

/// <summary>The redirect back to the client, which always names the issuer (RFC 9207).</summary>
internal sealed class AuthorizationResponse(Issuer issuer)
{
    public IResult Code(AuthorizationRequest request, string sessionId, string code) =>
        Redirect(
            request, ("state", request.State), ("session_state", sessionId), ("iss", issuer.Address), ("code", code));

    public IResult Error(AuthorizationRequest request, string error, string? description = null) => Redirect(
        request, ("error", error), ("error_description", description), ("state", request.State), ("iss", issuer.Address));

    private static IResult Redirect(AuthorizationRequest request, params (string Name, string? Value)[] parameters)
    {
        var encoded = parameters
            .Where(parameter => parameter.Value is not null)
            .Select(parameter => $"{parameter.Name}={WebUtility.UrlEncode(parameter.Value)}");
        var separator =
            request.AnswersInFragment ? '#' : request.RedirectUri.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        return Results.Redirect($"{request.RedirectUri}{separator}{string.Join('&', encoded)}");
    }
}
