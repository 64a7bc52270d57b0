using System.Collections.Concurrent;
using McpIntegration.KeycloakMock.Realms;

namespace McpIntegration.KeycloakMock.SignIn;

/// <summary>Which person has let which client have which scope.</summary>
internal sealed class Consents(Realm realm)
{
    private readonly ConcurrentDictionary<(string UserId, string ClientId, string Scope), bool> _given = new();

    public bool AreNeeded(AuthorizationRequest request, User user) => request.Client.ConsentRequired
        && Asked(request).Any(scope => !_given.ContainsKey((user.Id, request.Client.ClientId, scope.Name)));

    public void Give(AuthorizationRequest request, User user)
    {
        foreach (var scope in Asked(request))
        {
            _given[(user.Id, request.Client.ClientId, scope.Name)] = true;
        }
    }

    /// <summary>
    /// What the page lists: all that the client asks for, even what the person's roles will not get it.
    /// </summary>
    public IEnumerable<string> Texts(AuthorizationRequest request) =>
        Asked(request).Select(scope => scope.ConsentText).OfType<string>();

    private IEnumerable<ClientScope> Asked(AuthorizationRequest request) =>
        ClientScope.Split(request.Scope).Distinct().Where(realm.Scopes.ContainsKey).Select(name => realm.Scopes[name]);
}
