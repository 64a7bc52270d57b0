using McpIntegration.KeycloakMock.Realms;
using McpIntegration.KeycloakMock.Sessions;

namespace McpIntegration.KeycloakMock.SignIn;

/// <summary>Takes a request on to its next step: login, consent, or back to the client with a code.</summary>
internal sealed class SignInFlow(
    Issuer issuer,
    Pages pages,
    Consents consents,
    AuthorizationResponse response,
    ExpiringStore<AuthorizationRequest> waiting,
    ExpiringStore<AuthorizationCode> codes)
{
    public IResult Begin(AuthorizationRequest request, Session? session)
    {
        var known = request.Prompt == "login" ? null : session;
        return request.Prompt == "none" ? Silently(request, known) : Continue(waiting.Add(request), request, known);
    }

    public IResult Continue(string tab, AuthorizationRequest request, Session? session)
    {
        if (session is null)
        {
            return AskForLogin(tab);
        }

        return consents.AreNeeded(request, session.User)
            ? Results.Redirect(Address("required-action", tab))
            : Complete(tab, request, session);
    }

    public IResult AskForLogin(string tab, string? message = null) =>
        pages.Login(Address("authenticate", tab), message);

    public IResult AskForConsent(string tab, AuthorizationRequest request) =>
        pages.Consent(request, consents.Texts(request), Address("required-action", tab), tab);

    private IResult Silently(AuthorizationRequest request, Session? session) => session switch
    {
        null => response.Error(request, "login_required"),
        _ when consents.AreNeeded(request, session.User) => response.Error(request, "interaction_required"),
        _ => Complete(tab: null, request, session),
    };

    private IResult Complete(string? tab, AuthorizationRequest request, Session session)
    {
        if (tab is not null)
        {
            waiting.Remove(tab);
        }

        return response.Code(request, session.Id, codes.Add(new AuthorizationCode(request, session)));
    }

    private string Address(string step, string tab) => $"{issuer.Address}/login-actions/{step}?tab_id={tab}";
}
