using StackExchange.Redis;

namespace McpIntegration.McpServer.Redis;

/// <summary>
/// What a user of the gate needs of Redis, run in every look before requests meet it: the first script on Garnet takes
/// 0.3 s, far more than a request may wait, and a Redis may allow writes and forbid scripts.
/// </summary>
internal sealed record RedisTrial(Func<IDatabase, Task> RunAsync);
