using System.Globalization;

namespace McpIntegration.Benchmarks.Faults;

/// <summary>
/// A call of query_data for one user. A limit beyond 1 changes nothing of the answer but makes it another question,
/// with a record of its own in the cache.
/// </summary>
internal readonly record struct Question(int User, int Limit)
{
    public string ToJson() => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""
        {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"query_data","arguments":{"collection":"users",
        "filters":{"field":"id","operator":"equals","value":"user-{{{User + 1:D3}}}","limit":{{{Limit}}} } } } }
        """);
}
