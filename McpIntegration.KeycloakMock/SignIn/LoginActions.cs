using McpIntegration.KeycloakMock.Answers;
using McpIntegration.KeycloakMock.Realms;
using McpIntegration.KeycloakMock.Sessions;
using Microsoft.AspNetCore.Mvc;

namespace McpIntegration.KeycloakMock.SignIn;

/// <summary>What the login and consent forms post to. The tab names the authorization request that waits.</summary>
internal static class LoginActions
{
    private const string Expired = "Page has expired";

    public static IResult Authenticate(
        HttpContext http,
        [FromQuery(Name = "tab_id")] string? tab,
        OAuthParameters form,
        Realm realm,
        SessionStore sessions,
        ExpiringStore<AuthorizationRequest> waiting,
        SignInFlow flow,
        Pages pages)
    {
        if (tab is null || waiting.Find(tab) is not { } request)
        {
            return pages.Error(Expired);
        }

        if (realm.FindPerson(form["username"]) is not { } user || !user.Accepts(form["password"]))
        {
            return flow.AskForLogin(tab, "Invalid username or password.");
        }

        var session = sessions.Start(user);
        var cookie =
            new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Path = $"/realms/{realm.Name}/" };
        http.Response.Cookies.Append(SignInExtensions.Cookie, session.Cookie, cookie);
        return flow.Continue(tab, request, session);
    }

    public static IResult ShowConsent(
        HttpRequest http,
        [FromQuery(Name = "tab_id")] string? tab,
        SessionStore sessions,
        ExpiringStore<AuthorizationRequest> waiting,
        SignInFlow flow,
        Pages pages) =>
        tab is not null
            && waiting.Find(tab) is { } request
            && sessions.FindByCookie(http.Cookies[SignInExtensions.Cookie]) is not null
            ? flow.AskForConsent(tab, request)
            : pages.Error(Expired);

    public static IResult Consent(
        HttpRequest http,
        OAuthParameters form,
        SessionStore sessions,
        ExpiringStore<AuthorizationRequest> waiting,
        Consents consents,
        SignInFlow flow,
        AuthorizationResponse response,
        Pages pages)
    {
        // The field that carries the tab's name is only on the page, so that no other site can post the form.
        if (form["code"] is not { } tab
            || waiting.Find(tab) is not { } request
            || sessions.FindByCookie(http.Cookies[SignInExtensions.Cookie]) is not { } session)
        {
            return pages.Error(Expired);
        }

        if (form["accept"] is null)
        {
            waiting.Remove(tab);
            return response.Error(request, "access_denied");
        }

        consents.Give(request, session.User);
        return flow.Continue(tab, request, session);
    }
}
