using McpIntegration.KeycloakMock.Answers;
using McpIntegration.KeycloakMock.Realms;

namespace McpIntegration.KeycloakMock.Registration;

/// <summary>
/// The realm's policies for clients that register themselves. A policy that the realm lacks forbids nothing.
/// </summary>
internal sealed class RegistrationPolicies(Realm realm, ClientDirectory clients)
{
    private readonly Dictionary<string, RealmComponent> _policies =
        realm.RegistrationPolicies.ToDictionary(policy => policy.ProviderId);

    public bool ConsentIsRequired => _policies.ContainsKey("consent-required");

    public bool AllowOrigin(string? origin) =>
        origin is null || Setting("registration-web-origins", "web-origins") is not { } allowed
        || allowed.Contains(origin);

    public OAuthError? Refuse(RegistrationRequest request)
    {
        if (Setting("trusted-hosts", "trusted-hosts") is { } hosts && !request.Addresses.All(address => IsOnOneOf(hosts, address)))
        {
            return Rejection("trusted-hosts", "URI doesn't match any trusted host or trusted domain");
        }

        if (Setting("allowed-client-templates", "allowed-client-scopes") is { } scopes
            && ClientScope.Split(request.Scope).Except(scopes).Except(realm.DefaultScopes).Any())
        {
            return Rejection("allowed-client-templates", "Not permitted to use specified clientScope");
        }

        return Setting("max-clients", "max-clients") is [var limit]
            && int.TryParse(limit, out var most)
            && clients.Count >= most
            ? Rejection("max-clients", $"It's allowed to have max {most} clients per realm")
            : null;
    }

    private static bool IsOnOneOf(string[] hosts, string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && hosts.Contains(uri.Host);

    private string[]? Setting(string policy, string name) =>
        _policies.GetValueOrDefault(policy)?.Config.GetValueOrDefault(name);

    private OAuthError Rejection(string policy, string details) => new(
        StatusCodes.Status403Forbidden,
        "insufficient_scope",
        $"Policy '{_policies[policy].Name}' rejected request to client-registration service. Details: {details}");
}
