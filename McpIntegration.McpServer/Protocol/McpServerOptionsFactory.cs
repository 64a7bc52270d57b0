using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace McpIntegration.McpServer.Protocol;

/// <summary>
/// Makes the server's options once. The SDK asks the factory for every request of a stateless server, which would
/// configure and validate every tool and filter anew; ours are the same for all.
/// </summary>
internal sealed class McpServerOptionsFactory(
    IEnumerable<IConfigureOptions<McpServerOptions>> configure,
    IEnumerable<IPostConfigureOptions<McpServerOptions>> postConfigure,
    IEnumerable<IValidateOptions<McpServerOptions>> validate) : IOptionsFactory<McpServerOptions>
{
    private readonly Lazy<McpServerOptions> _options =
        new(() => new OptionsFactory<McpServerOptions>(configure, postConfigure, validate).Create(Options.DefaultName));

    public McpServerOptions Create(string name) => _options.Value;
}
