using McpIntegration.AppHost.Issuer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace McpIntegration.AppHost.Startup;

internal static class ApplicationRun
{
    /// <summary>
    /// Runs until it is stopped. The exit code is 1 when a resource ended before it was ever healthy.
    /// </summary>
    public static async Task<int> RunToEndAsync(this DistributedApplication app, ReadyTable table)
    {
        await using var disposed = app;
        if (app.Services.GetRequiredService<DistributedApplicationExecutionContext>().IsPublishMode)
        {
            await app.RunAsync();
            return 0;
        }

        await CheckAsync(app.Services, CancellationToken.None);
        using var ended = new CancellationTokenSource();
        var watching = WatchAsync(app, table, ended.Token);
        try
        {
            await app.RunAsync();
        }
        finally
        {
            await ended.CancelAsync();
        }

        if (await watching is not { } sentence)
        {
            return 0;
        }

        await Console.Error.WriteLineAsync(sentence);
        return 1;
    }

    private static async Task CheckAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var model = services.GetRequiredService<DistributedApplicationModel>();
        var configuration = services.GetRequiredService<IConfiguration>();
        FixedPorts.RefuseBusy(model, configuration);
        await MissingParameters.RefuseAsync(model, cancellationToken);
        await ContainerEngine.DemandAsync(model, configuration, cancellationToken);
        await KeycloakInstallation.DemandAsync(model, cancellationToken);
    }

    private static async Task<string?> WatchAsync(
        DistributedApplication app, ReadyTable table, CancellationToken cancellationToken)
    {
        var lifetime = app.Services.GetRequiredService<IHostApplicationLifetime>();
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(
            cancellationToken, lifetime.ApplicationStopping);
        try
        {
            if (await new StartWatch(app).RunAsync(stopping.Token) is { } sentence)
            {
                lifetime.StopApplication();
                return sentence;
            }

            await table.WriteAsync(app.Services, stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // Stopped by hand before everything was healthy.
        }

        return null;
    }
}
