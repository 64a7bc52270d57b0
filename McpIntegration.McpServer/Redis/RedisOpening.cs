using StackExchange.Redis;

namespace McpIntegration.McpServer.Redis;

/// <summary>
/// One time of being open, compared by reference: an operation that fails late closes the opening that it used, and no
/// later one.
/// </summary>
internal sealed class RedisOpening(IDatabase database)
{
    public IDatabase Database => database;
}
