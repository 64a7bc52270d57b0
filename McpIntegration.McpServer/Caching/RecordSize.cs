using System.Text.Json;

namespace McpIntegration.McpServer.Caching;

/// <summary>What one record may take in the cache, and what it counts for against <c>Caching:MemoryLimit</c>.</summary>
internal static class RecordSize
{
    /// <summary>
    /// Bytes of a record as JSON; a larger one is answered, and kept nowhere. A full page of 100 records of 1 KB has
    /// room; one of megabytes would push out hundreds of others.
    /// </summary>
    public const int Largest = 256 * 1_024;

    /// <summary>The entry around a record: keys, times and bookkeeping of both caches, rounded up.</summary>
    private const int Entry = 1_536;

    /// <summary>
    /// A JSON document in memory is its text, an index of 12 bytes a token, and an object for each record of a page: 4
    /// bytes. What is answered of it is kept beside it: a document again, and its text of two bytes a character.
    /// </summary>
    private const int MemoryPerByte = 9;

    public static int Of<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value).Length;

    public static long InMemory(int size) => Entry + ((long)size * MemoryPerByte);
}
