using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpIntegration.McpServer.Protocol;

/// <summary>
/// What a completion completes, looked up as the SDK does it, so that no spelling finds there what is not found here.
/// </summary>
internal static class CompletedPrimitive
{
    public static IMcpServerPrimitive? Find(McpServerOptions server, Reference? reference) => reference switch
    {
        PromptReference prompt => Find(server.PromptCollection, prompt.Name),
        ResourceTemplateReference resource => Find(server.ResourceCollection, resource.Uri),
        _ => null,
    };

    private static T? Find<T>(McpServerPrimitiveCollection<T>? collection, string? name)
        where T : class, IMcpServerPrimitive =>
        name is not null && collection is not null && collection.TryGetPrimitive(name, out var found) ? found : null;
}
