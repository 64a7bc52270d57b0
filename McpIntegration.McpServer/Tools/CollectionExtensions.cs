using System.Reflection;
using McpIntegration.McpServer.Protocol;
using ModelContextProtocol.Server;

namespace McpIntegration.McpServer.Tools;

internal static class CollectionExtensions
{
    /// <summary>The catalogue as resources, and the completion of a collection's name.</summary>
    public static IMcpServerBuilder AddCollections(this IMcpServerBuilder mcp)
    {
        mcp.Services.AddSingleton<CollectionResources>();
        mcp.Services.Configure<McpServerOptions>(server =>
            server.Handlers.CompleteHandler = CollectionCompletion.CompleteAsync);
        foreach (var method in typeof(CollectionResources).GetMethods()
            .Where(candidate => candidate.IsDefined(typeof(McpServerResourceAttribute))))
        {
            mcp.Services.AddSingleton(services => McpServerResource.Create(
                method, call => call.Resolve<CollectionResources>(), new() { Services = services }));
        }

        return mcp;
    }
}
