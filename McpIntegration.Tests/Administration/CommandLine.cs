using System.CommandLine;
using McpIntegration.McpServer.Administration;
using McpIntegration.McpServer.Caching;
using McpIntegration.McpServer.Redis;
using McpIntegration.McpServer.Tools;
using McpIntegration.Tests.Redis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace McpIntegration.Tests.Administration;

/// <summary>The server's command line in this process, with settings of the test's own.</summary>
internal sealed class CommandLine : IDisposable
{
    public const string Issuer = "https://issuer.example";
    private readonly IHost _host;

    public CommandLine(string? cache, string? issuer = Issuer)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([
            new("ConnectionStrings:cache", cache),
            new("Authentication:Issuer", issuer),
            new("Caching:Key", Replica.CachingKey),
        ]);
        builder.AddRedis();
        builder.AddRecordCache();
        builder.Services.AddMcpServer().AddDataTools();
        _host = builder.Build();
    }

    public bool IsMeantBy(params string[] args) =>
        AdministrationCommand.IsMeantBy(args, AdministrationCommand.Create(_host.Services));

    public async Task<FinishedProcess> RunAsync(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var errors = new StringWriter { NewLine = "\n" };
        var exitCode = await AdministrationCommand.RunAsync(
            AdministrationCommand.Create(_host.Services),
            args,
            new InvocationConfiguration { Output = output, Error = errors },
            CancellationToken.None);
        return new FinishedProcess(exitCode, output.ToString().TrimEnd(), errors.ToString().TrimEnd());
    }

    public void Dispose() => _host.Dispose();
}
