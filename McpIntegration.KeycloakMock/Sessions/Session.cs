using System.Security.Cryptography;
using McpIntegration.KeycloakMock.Realms;

namespace McpIntegration.KeycloakMock.Sessions;

/// <summary>A person who is signed in.</summary>
internal sealed class Session(User user, DateTimeOffset authenticated)
{
    public string Id { get; } = Guid.NewGuid().ToString();

    /// <summary>
    /// What the browser shows to be signed in. Not the id: every client learns that one from its tokens.
    /// </summary>
    public string Cookie { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    public User User => user;
    public DateTimeOffset Authenticated => authenticated;
    public RefreshTokens RefreshTokens { get; } = new();
}
