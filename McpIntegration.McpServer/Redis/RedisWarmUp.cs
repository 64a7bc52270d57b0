using StackExchange.Redis;

namespace McpIntegration.McpServer.Redis;

/// <summary>
/// What a user of the gate wants to have run once, in the first look, before requests meet Redis: the first script on
/// Garnet takes 0.3 s, far more than a request may wait.
/// </summary>
internal sealed record RedisWarmUp(Func<IDatabase, Task> RunAsync);
