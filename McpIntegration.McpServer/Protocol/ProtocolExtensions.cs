using System.Reflection;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using ModelContextProtocol.AspNetCore;
using ModelContextProtocol.Server;

namespace McpIntegration.McpServer.Protocol;

internal static class ProtocolExtensions
{
    /// <summary>
    /// The MCP server itself, stateless: every request stands alone, so any replica serves any client.
    /// </summary>
    public static IMcpServerBuilder AddProtocol(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptionsWithValidateOnStart<ProtocolOptions, ProtocolOptionsValidator>()
            .BindConfiguration(ProtocolOptions.SectionName);
        builder.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<ProtocolOptions>>((kestrel, protocol) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = protocol.Value.MaxRequestBodySize;
        });
        builder.Services.AddSingleton<IOptionsFactory<McpServerOptions>, McpServerOptionsFactory>();
        builder.Services.Configure<McpServerOptions>(CacheHints.Add);
        builder.Services.Configure<McpServerOptions>(WholeLists.Add);
        builder.Services.Configure<McpServerOptions>(MissingResource.Add);
        builder.Services.AddWarmUp();
        return builder.Services.AddMcpServer(options => options.ServerInfo = new()
        {
            Name = "internal-data-server",
            Title = "Internal data",
            Version = Assembly.GetExecutingAssembly().GetName().Version?.ToString(3) ?? "0.0.0",
        }).WithHttpTransport(transport => transport.SessionMode = HttpServerSessionMode.Stateless)
            .WithMessageFilters(filters => filters.AddIncomingFilter(MalformedParams.Answer));
    }

    /// <summary>The endpoint, and what stands between it and HTTP: the last step of the pipeline.</summary>
    public static void UseProtocol(this WebApplication app)
    {
        app.Use(app.Services.GetRequiredService<WarmUp>().EnterAt);
        app.UseMiddleware<ProtocolMiddleware>();
        app.MapMcp(McpEndpoint.Path);
    }

    private static void AddWarmUp(this IServiceCollection services)
    {
        services.AddSingleton<WarmUp>();
        services.AddHostedService(provider => provider.GetRequiredService<WarmUp>());
        services.AddHealthChecks().AddCheck<WarmUp>("warm-up");
    }
}
