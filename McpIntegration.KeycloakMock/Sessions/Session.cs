using McpIntegration.KeycloakMock.Realms;

namespace McpIntegration.KeycloakMock.Sessions;

/// <summary>A person who is signed in.</summary>
internal sealed class Session(User user, DateTimeOffset authenticated)
{
    public string Id { get; } = Guid.NewGuid().ToString();
    public User User => user;
    public DateTimeOffset Authenticated => authenticated;
}
