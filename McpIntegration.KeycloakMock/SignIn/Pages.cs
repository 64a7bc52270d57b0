using System.Net;
using McpIntegration.KeycloakMock.Realms;

namespace McpIntegration.KeycloakMock.SignIn;

/// <summary>
/// Pages as plain as they can be; the forms have the fields of Keycloak's, so that a script that fills those fills
/// these.
/// </summary>
internal sealed class Pages(Realm realm)
{
    public IResult Login(string action, string? message = null) => Page($"""
        <p>Sign in to your account</p>
        <p>{message}</p>
        <form method="post" action="{Encode(action)}">
          <label>Username <input name="username" autocomplete="username" autofocus></label>
          <label>Password <input name="password" type="password" autocomplete="current-password"></label>
          <input type="hidden" name="credentialId" value="">
          <button>Sign In</button>
        </form>
        """);

    public IResult Consent(AuthorizationRequest request, IEnumerable<string> scopes, string action, string tab) => Page($"""
        <p>Grant Access to {Encode(request.Client.Name ?? request.Client.ClientId)}</p>
        <p>Do you grant these access privileges?</p>
        <ul>{string.Concat(scopes.Select(scope => $"<li>{Encode(scope)}</li>"))}</ul>
        <form method="post" action="{Encode(action)}">
          <input type="hidden" name="code" value="{tab}">
          <button name="accept" value="Yes">Yes</button>
          <button name="cancel" value="No">No</button>
        </form>
        """);

    public IResult LoggedOut() => Page("<p>You are logged out</p>");

    public IResult Error(string message, int status = StatusCodes.Status400BadRequest) =>
        Page($"<p>We are sorry...</p><p>{Encode(message)}</p>", status);

    private IResult Page(string body, int status = StatusCodes.Status200OK) => Results.Content(
        $"""
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><title>Sign in to {Encode(realm.DisplayName)}</title></head>
        <body><h1>{Encode(realm.DisplayName)}</h1>{body}</body>
        </html>
        """,
        "text/html;charset=utf-8",
        statusCode: status);

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
