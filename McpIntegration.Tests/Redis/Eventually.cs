using Xunit;

namespace McpIntegration.Tests.Redis;

/// <summary>Waits for what another thread or process brings about: no longer than it takes, and not for ever.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static Task TrueAsync(string what, Func<bool> condition) =>
        TrueAsync(what, () => Task.FromResult(condition()));

    public static Task TrueAsync(string what, Func<Task<bool>> condition) =>
        TrueAsync(what, condition, Limit, TimeSpan.FromMilliseconds(5));

    public static async Task TrueAsync(string what, Func<Task<bool>> condition, TimeSpan limit, TimeSpan pause)
    {
        using var timeout = new CancellationTokenSource(limit);
        using var timer = new PeriodicTimer(pause);
        while (!await condition())
        {
            Assert.False(timeout.IsCancellationRequested, $"Not within {limit.TotalSeconds} s: {what}.");
            await timer.WaitForNextTickAsync();
        }
    }
}
