using McpIntegration.KeycloakMock.Sessions;

namespace McpIntegration.KeycloakMock.SignIn;

internal sealed class AuthorizationCode(AuthorizationRequest request, Session session)
{
    private int _uses;

    public AuthorizationRequest Request => request;
    public Session Session => session;

    /// <summary>True once, however many ask at the same time.</summary>
    public bool TryRedeem() => Interlocked.Increment(ref _uses) == 1;
}
