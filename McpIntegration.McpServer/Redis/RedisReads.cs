using StackExchange.Redis;

namespace McpIntegration.McpServer.Redis;

internal static class RedisReads
{
    /// <summary>
    /// At most so many bytes, whatever somebody left there. A key of another type says something about the key and
    /// nothing about Redis, as the same refusal would in <see cref="RedisGate"/>.
    /// </summary>
    /// <returns>Empty where there is nothing; null where it is no text.</returns>
    public static async Task<byte[]?> ReadAsync(this IDatabase database, RedisKey key, int longest)
    {
        try
        {
            return (byte[]?)await database.StringGetRangeAsync(key, 0, longest - 1) ?? [];
        }
        catch (RedisServerException refusal) when (refusal.Kind == RedisErrorKind.WrongType)
        {
            return null;
        }
    }
}
