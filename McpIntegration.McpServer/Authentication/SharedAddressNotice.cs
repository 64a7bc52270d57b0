using McpIntegration.McpServer.Edge;
using Microsoft.Extensions.Options;

namespace McpIntegration.McpServer.Authentication;

/// <summary>
/// Says at the start that addresses may not be the clients' own. Counting goes on all the same: without a proxy it is
/// right, and behind one the worst is that a refused token is answered 429 because of another's.
/// </summary>
internal sealed partial class SharedAddressNotice(
    IOptions<EdgeOptions> edge, IHostEnvironment environment, ILogger<SharedAddressNotice> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (edge.Value.TrustedNetworks.Count == 0 && !environment.IsDevelopment())
        {
            Log.NoTrustedNetwork(logger);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(
            LogLevel.Warning,
            "Edge:TrustedNetworks is empty: behind a proxy, refused tokens are counted together for all callers, since "
                + "they share the proxy's address. Name the proxy's network, or ignore this if there is no proxy.")]
        public static partial void NoTrustedNetwork(ILogger logger);
    }
}
