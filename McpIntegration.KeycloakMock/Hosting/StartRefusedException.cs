namespace McpIntegration.KeycloakMock.Hosting;

/// <summary>Ends the start with exit code 1; the message is the one sentence that is shown.</summary>
internal sealed class StartRefusedException(string message) : Exception(message);
