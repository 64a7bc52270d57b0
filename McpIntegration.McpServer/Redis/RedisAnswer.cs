namespace McpIntegration.McpServer.Redis;

/// <summary>What Redis said, or that it said nothing in time (then <see cref="Value"/> means nothing).</summary>
internal readonly record struct RedisAnswer<T>(bool Answered, T? Value);
