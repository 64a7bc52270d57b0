using System.Collections.Concurrent;
using McpIntegration.KeycloakMock.State;

namespace McpIntegration.KeycloakMock.Realms;

/// <summary>The realm's own clients and those that registered themselves.</summary>
internal sealed class ClientDirectory(Realm realm, StateFile state)
{
    // account, account-console, admin-cli, broker, realm-management and security-admin-console are in every realm of
    // Keycloak's.
    private const int KeycloaksOwnClients = 6;

    private readonly ConcurrentDictionary<string, Client> _clients =
        new(state.Current.RegisteredClients.Concat(realm.Clients).ToDictionary(client => client.ClientId));

    /// <summary>As Keycloak counts against its limit.</summary>
    public int Count => _clients.Count + KeycloaksOwnClients;

    public Client? Find(string? id) => id is null ? null : _clients.GetValueOrDefault(id);

    public void Register(Client client)
    {
        _clients[client.ClientId] = client;
        state.Update(current => current with { RegisteredClients = [.. current.RegisteredClients, client] });
    }
}
