using McpIntegration.KeycloakMock.Realms;

namespace McpIntegration.KeycloakMock.State;

/// <summary>
/// What a restart must not lose: the keys behind tokens that are still valid, and the clients that others have
/// remembered.
/// </summary>
internal sealed record SavedState
{
    public SavedKey[] SigningKeys { get; init; } = [];
    public SavedKey? EncryptionKey { get; init; }
    public Client[] RegisteredClients { get; init; } = [];
}

/// <summary>Both in PEM.</summary>
internal sealed record SavedKey(string Certificate, string PrivateKey);
