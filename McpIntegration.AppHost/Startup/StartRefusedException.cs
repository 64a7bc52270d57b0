namespace McpIntegration.AppHost.Startup;

/// <summary>
/// The application cannot start here. The message is one sentence for the person at the console and says what to do.
/// </summary>
internal sealed class StartRefusedException(string sentence) : Exception(sentence);
