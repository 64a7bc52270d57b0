using System.Reflection;
using McpIntegration.McpServer.Protocol;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ModelContextProtocol.Server;

namespace McpIntegration.McpServer.Tools;

internal static class ToolExtensions
{
    /// <summary>The tools, with the check of arguments against their own schemas right around them.</summary>
    public static IMcpServerBuilder AddDataTools(this IMcpServerBuilder mcp)
    {
        mcp.Services.AddOptionsWithValidateOnStart<CatalogueOptions, CatalogueOptionsValidator>()
            .BindConfiguration(CatalogueOptions.SectionName, binder => binder.ErrorOnUnknownConfiguration = true);
        mcp.Services.AddOptionsWithValidateOnStart<ToolOptions, ToolOptionsValidator>()
            .BindConfiguration(ToolOptions.SectionName);
        mcp.Services.AddSingleton<ToolReply>();
        mcp.Services.AddSingleton<QueryCursors>();
        mcp.Services.AddSingleton<PageDelivery>();
        mcp.Services.Configure<McpServerOptions>(server => server.ServerInstructions = ServerInstructions.Text);
        return mcp
            .AddCallFilter<ArgumentFilter>()
            .AddCallFilter<ProgressFilter>()
            .AddCollections()
            .AddTool<QueryDataTool>()
            .AddTool<GetUserProfileTool>()
            .AddTool<GetMetricsTool>();
    }

    /// <summary>Turns what tools throw into results that a model can act on.</summary>
    public static IMcpServerBuilder AddToolErrors(this IMcpServerBuilder mcp) => mcp.AddCallFilter<ToolErrorFilter>();

    private static IMcpServerBuilder AddTool<TTool>(this IMcpServerBuilder mcp) where TTool : class
    {
        mcp.Services.TryAddScoped<TTool>();
        var method = typeof(TTool).GetMethods()
            .Single(candidate => candidate.IsDefined(typeof(McpServerToolAttribute)));
        mcp.Services.AddSingleton(services => McpServerTool.Create(
            method,
            call => call.Resolve<TTool>(),
            new()
            {
                Services = services,
                SerializerOptions = ToolSchema.JsonOptions,
                SchemaCreateOptions = ToolSchema.CreateOptions
            }));
        return mcp;
    }
}
