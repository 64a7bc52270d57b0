using McpIntegration.McpServer.Protocol;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace McpIntegration.McpServer.Authorization;

internal static class AuthorizationExtensions
{
    /// <summary>Enforces the scope that each tool declares with <see cref="RequiresScopeAttribute"/>.</summary>
    public static IMcpServerBuilder AddScopeAuthorization(this IMcpServerBuilder mcp)
    {
        mcp.Services.AddSingleton<ScopeCatalog>();
        mcp.Services.AddSingleton<IValidateOptions<McpServerOptions>, ScopeDeclarationValidator>();
        mcp.Services.AddOptions<McpServerOptions>().ValidateOnStart();
        return mcp.AddCallFilter<ScopeFilter>();
    }
}
