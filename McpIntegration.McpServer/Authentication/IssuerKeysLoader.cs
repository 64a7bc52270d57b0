using System.Text.Json;

namespace McpIntegration.McpServer.Authentication;

/// <summary>
/// Reads the issuer's keys while the server starts, every minute from then on, so that a withdrawn key is noticed, and
/// when a token names an unknown one. All readings are made here, one at a time and a second apart, however many ask:
/// no request asks the issuer itself.
/// </summary>
internal sealed partial class IssuerKeysLoader(
    IssuerKeys issuer, IssuerKeysReader reader, TimeProvider time, ILogger<IssuerKeysLoader> logger)
    : BackgroundService
{
    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Spacing = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private bool _isFailing;

    /// <summary>Waits for the first reading, but not long: the server starts without its issuer too.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var first = issuer.NextReading.Ended;
        await base.StartAsync(cancellationToken);
        await Task.WhenAny(first, Task.Delay(StartBound, time, cancellationToken));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var reading = issuer.BeginReading();
            reading.End(await TryReadAsync(stoppingToken));
            await Task.Delay(Spacing, time, stoppingToken);
            if (issuer.Current is not null)
            {
                await issuer.NextReading.Asked.WaitAsync(Interval, time, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<bool> TryReadAsync(CancellationToken stoppingToken)
    {
        try
        {
            var keys = await reader.ReadAsync(stoppingToken);
            if (issuer.Take(keys))
            {
                Log.Taken(logger, keys.Count);
            }

            _isFailing = false;
            return true;
        }
        catch (Exception failure) when (IsOfTheIssuer(failure) && !stoppingToken.IsCancellationRequested)
        {
            // Said once; and what is known stays: an issuer that is down, or answers nonsense, has withdrawn nothing.
            if (!_isFailing)
            {
                Say(failure.Message);
            }

            _isFailing = true;
            return false;
        }
    }

    private void Say(string reason)
    {
        if (issuer.Current is null)
        {
            Log.NoKeys(logger, reason);
        }
        else
        {
            Log.NoNewKeys(logger, reason);
        }
    }

    /// <summary>No answer, none in time, or one that is neither metadata nor a key set.</summary>
    private static bool IsOfTheIssuer(Exception failure) => failure
        is HttpRequestException or OperationCanceledException or InvalidOperationException
        or InvalidDataException or ArgumentException or JsonException;

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "From now on the issuer's keys are others than before, {Count} of them.")]
        public static partial void Taken(ILogger logger, int count);

        [LoggerMessage(LogLevel.Warning,
            "The issuer's keys cannot be read: every request with a token is answered 503 until they are. {Reason}")]
        public static partial void NoKeys(ILogger logger, string reason);

        [LoggerMessage(LogLevel.Warning,
            "The issuer's keys cannot be read: those known go on counting, and new ones are not seen. {Reason}")]
        public static partial void NoNewKeys(ILogger logger, string reason);
    }
}
