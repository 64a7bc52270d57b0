using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;

namespace McpIntegration.McpServer.Authentication;

/// <summary>
/// Reads the issuer's keys while the server starts, and again until it has them: requests find them there, and none
/// waits for an issuer that is down.
/// </summary>
internal sealed partial class IssuerKeysLoader(
    IOptionsMonitor<JwtBearerOptions> bearer, IssuerConfiguration issuer, ILogger<IssuerKeysLoader> logger)
    : BackgroundService
{
    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Waits for the first attempt, but not long: the server starts without its issuer too.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await base.StartAsync(cancellationToken);
        if (ExecuteTask is { } loading)
        {
            await Task.WhenAny(loading, Task.Delay(StartBound, cancellationToken));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var isSaid = false;
        while (!await TryLoadAsync(stoppingToken))
        {
            if (!isSaid)
            {
                Log.NoKeys(logger);
                isSaid = true;
            }

            await Task.Delay(Pause, stoppingToken);
        }
    }

    private async Task<bool> TryLoadAsync(CancellationToken cancellationToken)
    {
        var manager = bearer.Get(JwtBearerDefaults.AuthenticationScheme).ConfigurationManager;
        try
        {
            _ = manager is null ? null : await manager.GetConfigurationAsync(cancellationToken);
        }
        catch (InvalidOperationException)
        {
            // IDX20803: the issuer does not answer, or not with metadata. Said once by the caller.
        }

        return issuer.HasKeys;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning,
            "The issuer's keys cannot be read: every request with a token is answered 503 until they are.")]
        public static partial void NoKeys(ILogger logger);
    }
}
