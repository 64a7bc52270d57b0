using System.Globalization;
using McpIntegration.McpServer.Authentication;

namespace McpIntegration.McpServer.Caching;

/// <summary>
/// What a record is found by. The epochs of its caller and of its tool are a part of it, so that either can drop it.
/// </summary>
internal sealed class RecordKeys(CacheEpochs epochs)
{
    /// <summary>
    /// Raised whenever the shape of any stored record changes, so that replicas of both versions can run side by side.
    /// </summary>
    private const string FormatVersion = "1";

    /// <summary>The scope of a caller's records in <see cref="CacheEpochs"/>.</summary>
    public static string ScopeOf(Caller caller) => "caller:" + caller.Digest;

    /// <summary>The scope of a tool's records.</summary>
    public static string ScopeOf(string tool) => "tool:" + tool;

    public async ValueTask<string> OfAsync(
        Caller caller, string tool, string canonicalArguments, CancellationToken cancellationToken)
    {
        // Both are asked before either is awaited: one wait, not two.
        var callerEpoch = epochs.GetAsync(ScopeOf(caller), cancellationToken);
        var toolEpoch = epochs.GetAsync(ScopeOf(tool), cancellationToken);
        return CacheDigest.Of(
            FormatVersion,
            caller.Key,
            (await callerEpoch).ToString(CultureInfo.InvariantCulture),
            tool,
            (await toolEpoch).ToString(CultureInfo.InvariantCulture),
            canonicalArguments);
    }
}
