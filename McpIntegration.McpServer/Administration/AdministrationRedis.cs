using System.CommandLine;
using McpIntegration.McpServer.Redis;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace McpIntegration.McpServer.Administration;

/// <summary>
/// Redis for somebody who waits at a terminal: a connection of its own with seconds of patience, and not the gate,
/// which gives up within what a request may wait.
/// </summary>
internal sealed class AdministrationRedis(IConfiguration configuration)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    public async Task<int> RunAsync(
        ParseResult command, Func<IDatabase, Task<CommandOutcome>> work, CancellationToken cancellationToken)
    {
        var (sentence, succeeded) = await TryAsync(work, cancellationToken);
        var streams = command.InvocationConfiguration;
        await (succeeded ? streams.Output : streams.Error).WriteLineAsync(sentence);
        return succeeded ? 0 : 1;
    }

    private async Task<CommandOutcome> TryAsync(
        Func<IDatabase, Task<CommandOutcome>> work, CancellationToken cancellationToken)
    {
        if (configuration.RedisAddress() is not { } address)
        {
            return new(
                "No Redis is configured: set ConnectionStrings__cache to the one that the server uses, "
                    + "as in redis:6379,password=...",
                Succeeded: false);
        }

        var options = ConfigurationOptions.Parse(address);
        options.AbortOnConnectFail = true;
        options.ConnectRetry = 1;
        options.ConnectTimeout = (int)Patience.TotalMilliseconds / 2;
        try
        {
            await using var connection =
                await ConnectionMultiplexer.ConnectAsync(options).WaitAsync(Patience, cancellationToken);
            return await work(connection.GetDatabase()).WaitAsync(Patience, cancellationToken);
        }
        catch (OptionsValidationException e)
        {
            return new($"{e.Message} Give the server's own settings to the command, too.", Succeeded: false);
        }
        catch (RedisServerException refusal)
        {
            return new($"Redis refuses the command ({refusal.Message}): nothing is certain to have changed.", false);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            var failure = e is RedisConnectionException { FailureType: var type } ? type.ToString() : "Timeout";
            return new(
                $"Redis at {string.Join(", ", options.EndPoints)} cannot be used ({failure}): check "
                    + "ConnectionStrings__cache and that Redis runs, then run the command again.",
                Succeeded: false);
        }
    }
}
