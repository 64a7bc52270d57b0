using McpIntegration.KeycloakMock.Hosting;

namespace McpIntegration.KeycloakMock.Realms;

/// <summary>The realm, as the files say that Keycloak imports.</summary>
internal sealed class Realm
{
    private const string RegistrationPolicy =
        "org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy";

    private readonly RealmRepresentation _file;
    private readonly Dictionary<string, string[]> _scopeRoles;

    public Realm(RealmRepresentation file)
    {
        _file = file;
        _scopeRoles = file.ScopeMappings.ToDictionary(mapping => mapping.ClientScope, mapping => mapping.Roles);
        Scopes = file.ClientScopes.ToDictionary(scope => scope.Name);
        if (file.ClientScopes.SelectMany(scope => scope.ProtocolMappers).FirstOrDefault(mapper => !mapper.IsKnown) is { } unknown)
        {
            throw new StartRefusedException($"The realm's protocol mapper '{unknown.Name}' is of the type {unknown.Type}, which this issuer lacks.");
        }
    }

    public string Name => _file.Realm;
    public string DisplayName => _file.DisplayName ?? Name;
    public TimeSpan AccessTokenLifespan => TimeSpan.FromSeconds(_file.AccessTokenLifespan);
    public TimeSpan SessionIdleTimeout => TimeSpan.FromSeconds(_file.SsoSessionIdleTimeout);
    public IReadOnlyDictionary<string, ClientScope> Scopes { get; }
    public IReadOnlyList<Client> Clients => _file.Clients;
    public IEnumerable<string> WebOrigins => _file.Clients.SelectMany(client => client.WebOrigins).Distinct();
    public string[] DefaultScopes => _file.DefaultDefaultClientScopes;
    public string[] OptionalScopes => _file.DefaultOptionalClientScopes;
    public IEnumerable<RealmComponent> RegistrationPolicies =>
        _file.Components.GetValueOrDefault(RegistrationPolicy, []);

    public User? FindPerson(string? username) =>
        _file.Users.FirstOrDefault(user => user.Username == username && user.ServiceAccountClientId is null);

    public User? FindServiceAccount(Client client) =>
        _file.Users.FirstOrDefault(user => user.ServiceAccountClientId == client.ClientId);

    /// <summary>No error is raised for a scope that the person lacks the role for: it is left out.</summary>
    public Grant Grant(Client client, User user, string? requestedScope)
    {
        var requested = ClientScope.Split(requestedScope);
        var held = RolesOf(user);
        var scopes = client.DefaultClientScopes.Union(client.OptionalClientScopes.Intersect(requested))
            .Where(name => !_scopeRoles.TryGetValue(name, out var needed) || needed.Intersect(held).Any())
            .ToArray();
        var roles = scopes.SelectMany(name => _scopeRoles.GetValueOrDefault(name, [])).Intersect(held);
        return new Grant(
            client, user, requested.Contains(ClientScope.OpenId), [.. scopes.Select(name => Scopes[name])], [.. roles]);
    }

    /// <summary>Keycloak makes the composite role of every realm itself; no file lists what is in it.</summary>
    private string[] RolesOf(User user) => user.RealmRoles.Contains($"default-roles-{Name}")
        ? [.. user.RealmRoles, ClientScope.OfflineAccess, "uma_authorization"]
        : user.RealmRoles;
}
