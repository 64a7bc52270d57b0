using StackExchange.Redis;

namespace McpIntegration.McpServer.Authentication;

/// <summary>
/// Who is denied, as it stands in Redis: one hash with a field for each caller (a digest, since the name is personal
/// data) and each client (as it is), holding the time it was added.
/// </summary>
internal static class DenyList
{
    /// <summary>What replicas read twice a second must stay small.</summary>
    public const int MaxFields = 10_000;

    public const string CallerPrefix = "caller:";
    public const string ClientPrefix = "client:";
    private const int MaxClientIdLength = 512;

    /// <summary>
    /// Redis drops a hash with its last field. This one stays, so that an empty list differs from one that Redis lost.
    /// </summary>
    private const string Kept = "kept";

    /// <summary>The format's version stands in the key: another format is another key.</summary>
    public static RedisKey Key { get; } = "mcp:denied:1";

    public static string EntryOf(Caller caller) => CallerPrefix + caller.Digest;

    public static string EntryOfClient(string clientId) => ClientPrefix + clientId;

    /// <summary>
    /// Whether the field is one of ours. Others are nobody's, as another version's or those of whoever else writes.
    /// </summary>
    public static bool IsEntry(string field) =>
        field.StartsWith(CallerPrefix, StringComparison.Ordinal)
            ? IsVisible(field.AsSpan(CallerPrefix.Length))
            : field.StartsWith(ClientPrefix, StringComparison.Ordinal) && IsVisible(field.AsSpan(ClientPrefix.Length));

    /// <summary>The characters that OAuth allows (RFC 6749, appendix A.1), at a length that one may store.</summary>
    public static bool IsClientId(string clientId) => IsVisible(clientId);

    /// <summary>False where it stood there already.</summary>
    public static async Task<bool> AddAsync(IDatabase database, string entry, DateTimeOffset now)
    {
        await database.HashSetAsync(Key, Kept, RedisValue.EmptyString);
        return await database.HashSetAsync(Key, entry, now.ToString("u"), When.NotExists);
    }

    /// <summary>False where it did not stand there.</summary>
    public static async Task<bool> RemoveAsync(IDatabase database, string entry)
    {
        await database.HashSetAsync(Key, Kept, RedisValue.EmptyString);
        return await database.HashDeleteAsync(Key, entry);
    }

    private static bool IsVisible(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= MaxClientIdLength && !text.ContainsAnyExceptInRange(' ', '~');
}
