using McpIntegration.McpServer.Authorization;
using McpIntegration.McpServer.Protocol;
using Microsoft.Extensions.Options;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpIntegration.McpServer.Tools;

/// <summary>Completes the name in <see cref="CollectionResources.CollectionUri"/>.</summary>
internal static class CollectionCompletion
{
    /// <summary>As many values as an answer may have by the specification.</summary>
    private const int MaxValues = 100;

    [RequiresScope("mcp:query")]
    public static ValueTask<CompleteResult> CompleteAsync(
        RequestContext<CompleteRequestParams> call, CancellationToken _)
    {
        if (call.Params is not { Ref: { } completed, Argument: { Name: "name", Value: { } typed } }
            || CompletedPrimitive.Find(call.Server.ServerOptions, completed)?.Id != CollectionResources.CollectionUri)
        {
            throw new McpProtocolException("There is no such argument to complete.", McpErrorCode.InvalidParams);
        }

        var names = CollectionResources.Names(call.Resolve<IOptions<CatalogueOptions>>().Value)
            .Where(name => name.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .ToArray();
        return new(new CompleteResult
        {
            Completion = new()
            {
                Values = [.. names.Take(MaxValues)],
                Total = names.Length,
                HasMore = names.Length > MaxValues,
            },
        });
    }
}
