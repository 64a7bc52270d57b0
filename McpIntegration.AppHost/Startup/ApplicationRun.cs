using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace McpIntegration.AppHost.Startup;

internal static class ApplicationRun
{
    private const int LinesOfLog = 15;

    /// <summary>Runs until it is stopped. The exit code is 1 when a resource ended before it was ever healthy.</summary>
    public static async Task<int> RunToEndAsync(this DistributedApplication app, ReadyTable table)
    {
        await using var disposed = app;
        if (app.Services.GetRequiredService<DistributedApplicationExecutionContext>().IsPublishMode)
        {
            await app.RunAsync();
            return 0;
        }

        await CheckAsync(app.Services, CancellationToken.None);
        var lifetime = app.Services.GetRequiredService<IHostApplicationLifetime>();
        var failure = WatchAsync(app, table, lifetime);
        await app.RunAsync();
        if (await failure is not { } sentence)
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
    }

    private static async Task<string?> WatchAsync(DistributedApplication app, ReadyTable table, IHostApplicationLifetime lifetime)
    {
        var start = new FirstStart(app.Services.GetRequiredService<DistributedApplicationModel>());
        try
        {
            await foreach (var observed in app.ResourceNotifications.WatchAsync(lifetime.ApplicationStopping))
            {
                if (start.Observe(observed) is { } sentence)
                {
                    await WriteLogAsync(app, observed, lifetime.ApplicationStopping);
                    lifetime.StopApplication();
                    return sentence;
                }

                if (start.AllHealthy)
                {
                    await table.WriteAsync(app.Services, lifetime.ApplicationStopping);
                    return null;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped by hand before everything was healthy.
        }

        return null;
    }

    /// <summary>The dashboard, which shows the logs, ends with the application: the last lines belong on the console.</summary>
    private static async Task WriteLogAsync(DistributedApplication app, ResourceEvent failed, CancellationToken cancellationToken)
    {
        var lines = new List<LogLine>();
        var logs = app.Services.GetRequiredService<ResourceLoggerService>();
        await foreach (var batch in logs.GetAllAsync(failed.ResourceId).WithCancellation(cancellationToken))
        {
            lines.AddRange(batch);
        }

        foreach (var line in lines.TakeLast(LinesOfLog))
        {
            await Console.Error.WriteLineAsync($"[{failed.Resource.Name}] {line.Content}");
        }
    }
}
