using System.Text;
using McpIntegration.AppHost.Issuer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace McpIntegration.AppHost.Startup;

/// <summary>What a person needs when everything is healthy, printed once.</summary>
internal sealed class ReadyTable(ReferenceExpression server, TokenIssuer issuer, InternalApi internalApi)
{
    /// <summary>Nothing is printed without a dashboard, as in tests: nobody reads.</summary>
    public async Task WriteAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        if (!services.GetRequiredService<DistributedApplicationOptions>().DisableDashboard)
        {
            await Console.Out.WriteLineAsync(
                await FormatAsync(services.GetRequiredService<IConfiguration>(), cancellationToken));
        }
    }

    private async Task<string> FormatAsync(IConfiguration configuration, CancellationToken cancellationToken)
    {
        var text = new StringBuilder()
            .AppendLine()
            .AppendLine("Everything is healthy.")
            .AppendLine()
            .AppendLine($"  MCP server    {await server.GetValueAsync(cancellationToken)}")
            .AppendLine($"  Issuer        {await issuer.Address.GetValueAsync(cancellationToken)}")
            .AppendLine($"  Internal API  {await internalApi.BaseAddress.GetValueAsync(cancellationToken)}")
            .AppendLine($"  Dashboard     {DashboardAddresses.Login(configuration)}");
        if (issuer.Resource is not null)
        {
            text.AppendLine()
                .AppendLine("  Users, for development only")
                .AppendLine("  alice/alice   everything")
                .AppendLine("  bob/bob       mcp:read")
                .AppendLine("  carol/carol   nothing");
        }

        return text.AppendLine().AppendLine("  Next          dotnet run demo.cs").ToString();
    }
}
