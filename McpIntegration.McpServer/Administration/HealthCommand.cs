namespace McpIntegration.McpServer.Administration;

/// <summary>
/// <c>--check-health</c>: asks the server that runs beside it for its health, since a chiseled image holds no other
/// program that could. A container's engine does so every few seconds, so it is answered before a host is built.
/// </summary>
internal static class HealthCommand
{
    public const string Name = "--check-health";

    public const string Description =
        "Asks the running server for its health: 0 while it is healthy or degraded; 1 with the reason otherwise";

    // Shorter than what engines wait, so that the reason is known and not just that time ran out.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Null where the arguments ask for something else; otherwise the exit code: 0, or 1 with the reason on the error
    /// stream. What follows the option are settings, as the server itself takes them.
    /// </summary>
    public static async Task<int?> AnswerAsync(string[] args)
    {
        if (args is not [Name, .. var settings])
        {
            return null;
        }

        try
        {
            return OwnAddresses.Read(settings) is { Count: > 0 } addresses
                ? await AskAsync(addresses)
                : await FailAsync(
                    "The server listens at no address that can be asked: it takes one with http and a port, "
                        + "as in ASPNETCORE_HTTP_PORTS=8080.");
        }
        catch (FormatException fault)
        {
            return await FailAsync($"The server's addresses cannot be read: {fault.Message}");
        }
    }

    private static async Task<int> AskAsync(IReadOnlyList<Uri> addresses)
    {
        // A proxy that the environment names is for the world outside.
        using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { Timeout = Patience / addresses.Count };
        var reasons = new List<string>();
        foreach (var address in addresses)
        {
            var (isHealthy, sentence) = await AskAsync(http, address);
            if (isHealthy)
            {
                await Console.Out.WriteLineAsync(sentence);
                return 0;
            }

            reasons.Add(sentence);
        }

        return await FailAsync(string.Join(Environment.NewLine, reasons));
    }

    private static async Task<(bool IsHealthy, string Sentence)> AskAsync(HttpClient http, Uri address)
    {
        try
        {
            using var answer = await http.GetAsync(address);
            var text = await answer.Content.ReadAsStringAsync();
            return answer.IsSuccessStatusCode
                ? (true, text)
                : (false, $"{address} answered {(int)answer.StatusCode}: {text}");
        }
        catch (HttpRequestException failure)
        {
            return (false, $"{address} cannot be asked: {failure.Message}");
        }
        catch (OperationCanceledException)
        {
            return (false, $"{address} did not answer within {http.Timeout.TotalSeconds:0.#} seconds.");
        }
    }

    private static async Task<int> FailAsync(string reason)
    {
        await Console.Error.WriteLineAsync(reason);
        return 1;
    }
}
