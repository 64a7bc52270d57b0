using ModelContextProtocol.Server;

namespace McpIntegration.McpServer.Protocol;

internal static class CallServices
{
    /// <summary>A service of the request that a call came with.</summary>
    public static TService Resolve<TService>(this MessageContext call) where TService : class =>
        call.Services?.GetRequiredService<TService>()
        ?? throw new InvalidOperationException("A call comes with its services.");
}
