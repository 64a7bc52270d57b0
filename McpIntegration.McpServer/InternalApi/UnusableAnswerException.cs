namespace McpIntegration.McpServer.InternalApi;

/// <summary>
/// The internal API answered, but not in the agreed form. The message says how, and holds nothing of the answer.
/// </summary>
internal sealed class UnusableAnswerException(string fault, Exception? innerException = null)
    : Exception($"The internal API's answer is unusable: {fault}.", innerException);
