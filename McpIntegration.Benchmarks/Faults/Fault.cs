namespace McpIntegration.Benchmarks.Faults;

/// <param name="Name">What the table calls it.</param>
/// <param name="BreakAsync">Begins it, under traffic; or does all of it.</param>
/// <param name="MendAsync">Ends it.</param>
/// <param name="IsOfTheApi">Whether a record that has outlived its lifetime may be asked for meanwhile.</param>
internal sealed record Fault(
    string Name,
    Func<Stage, CancellationToken, Task> BreakAsync,
    Func<Stage, CancellationToken, Task> MendAsync,
    bool IsOfTheApi = false)
{
    public const string Nothing = "nothing";
    public const string Restarts = "both replicas restarted, one by one";
    public const string RedisKilled = "Redis killed, started again empty";
    public const string RedisHangs = "Redis hangs, goes on";
    public const string ApiSlow = "API answers after 2 s";
    public const string ApiStopped = "API stopped, started again";

    /// <summary>
    /// In the order in which they happen. Redis loses its records before those of the API's faults begin to lie there,
    /// and replicas their memory.
    /// </summary>
    public static IReadOnlyList<Fault> All { get; } =
    [
        new(Nothing, NoneAsync, NoneAsync),
        new(Restarts, static (stage, token) => stage.RestartReplicasAsync(token), NoneAsync),
        new(
            RedisKilled,
            static (stage, _) => stage.Redis.KillAsync(),
            static (stage, token) => stage.Redis.RestartAsync(token)),
        new(
            RedisHangs,
            static (stage, _) => stage.Redis.SignalAsync("STOP"),
            static (stage, _) => stage.Redis.SignalAsync("CONT")),
        Api(ApiSlow, "delay=2000"),
        new(
            ApiStopped,
            static (stage, _) => stage.Api.KillAsync(),
            static (stage, token) => stage.Api.RestartAsync(token),
            IsOfTheApi: true),
        Api("API answers 500", "status=500"),
        Api("API answers are not JSON", "malformed"),
        Api("API answers are cut off", "truncated"),
        Api("API answers are too large", "oversized"),
        Api("API redirects", "redirect"),
    ];

    private static Fault Api(string name, string text) => new(
        name,
        (stage, token) => stage.SetApiFaultAsync(text, token),
        static (stage, token) => stage.SetApiFaultAsync(null, token),
        IsOfTheApi: true);

    private static Task NoneAsync(Stage stage, CancellationToken cancellationToken) => Task.CompletedTask;
}
