namespace McpIntegration.McpServer.Administration;

/// <param name="Sentence">What has happened, or why nothing has and what to do.</param>
internal readonly record struct CommandOutcome(string Sentence, bool Succeeded = true);
