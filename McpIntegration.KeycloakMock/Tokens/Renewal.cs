using McpIntegration.KeycloakMock.Realms;
using McpIntegration.KeycloakMock.Sessions;

namespace McpIntegration.KeycloakMock.Tokens;

/// <summary>
/// What a person's tokens have beyond a machine's: a session, and a refresh token for all that was granted at the
/// login.
/// </summary>
internal sealed record Renewal(Session Session, RefreshTokenId RefreshToken, Grant Whole);
