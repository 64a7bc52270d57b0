using McpIntegration.McpServer.Caching;

namespace McpIntegration.Tests.Caching;

/// <summary>The internal API as the cache sees it: a function that is counted, can be held back and can fail.</summary>
internal sealed class FakeUpstream
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _calls;

    public int Calls => _calls;

    public string Value { get; set; } = "value";

    public TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(1);

    public bool MayGoStale { get; set; } = true;

    public Exception? Failure { get; set; }

    /// <summary>Calls wait for <see cref="Release"/>.</summary>
    public bool Held { get; set; }

    public void Release() => _released.SetResult();

    public async Task<Lookup<string>> AskAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        if (Held)
        {
            await _released.Task.WaitAsync(cancellationToken);
        }

        return Failure is null ? new(Value, Lifetime, MayGoStale) : throw Failure;
    }
}
