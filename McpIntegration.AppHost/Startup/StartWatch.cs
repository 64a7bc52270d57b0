using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace McpIntegration.AppHost.Startup;

/// <summary>Watches until everything is healthy or one resource has failed.</summary>
internal sealed class StartWatch(DistributedApplication app)
{
    private const int LinesOfLog = 15;
    private static readonly TimeSpan Reminder = TimeSpan.FromSeconds(30);
    private readonly FirstStart _start = new(app.Services.GetRequiredService<DistributedApplicationModel>());
    private readonly IConfiguration _configuration = app.Services.GetRequiredService<IConfiguration>();

    /// <summary>The sentence that explains the failure, or null when everything is healthy.</summary>
    public async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = await Task.WhenAny(FollowAsync(ended.Token), RemindAsync(ended.Token));
        await ended.CancelAsync();
        return await first;
    }

    private async Task<string?> FollowAsync(CancellationToken cancellationToken)
    {
        await foreach (var observed in app.ResourceNotifications.WatchAsync(cancellationToken))
        {
            if (_start.HasFailed(observed))
            {
                await WriteLogAsync(observed, cancellationToken);
                return StartFailure.Explain(observed, await EngineAnswersAsync(cancellationToken));
            }

            if (_start.Waiting.Count == 0)
            {
                break;
            }
        }

        return null;
    }

    /// <summary>A slow image is worth a line; an engine that hangs would otherwise be noticed by nobody.</summary>
    private async Task<string?> RemindAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Reminder);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            var waiting = _start.Waiting;
            if (waiting.FirstOrDefault(resource => resource.IsContainer()) is { } container
                && !await EngineAnswersAsync(cancellationToken))
            {
                return StartFailure.EngineIsGone(container.Name);
            }

            await Console.Out.WriteLineAsync(
                $"Still starting: {string.Join(", ", waiting.Select(resource => resource.Name))}.");
        }

        return null;
    }

    private async Task<bool> EngineAnswersAsync(CancellationToken cancellationToken) =>
        await ContainerEngine.FindAsync(_configuration, cancellationToken) is not null;

    /// <summary>
    /// The dashboard, which shows the logs, ends with the application: the last lines belong on the console.
    /// </summary>
    private async Task WriteLogAsync(ResourceEvent failed, CancellationToken cancellationToken)
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
