namespace McpIntegration.McpServer.Caching;

/// <summary>
/// One look-up under way and how many wait for it. When the last of them has left it is abandoned: what it asked is
/// cancelled, and nobody can board it any more.
/// </summary>
internal sealed class Flight
{
    private readonly Lock _change = new();
    private readonly CancellationTokenSource _abandon;
    private readonly Lazy<Task> _task;
    private int _waiting;
    private bool _isAbandoned;

    /// <param name="abandon">Never disposed of: without a timer or a wait handle it holds nothing.</param>
    /// <param name="fly">Called once, when the first one waits.</param>
    public Flight(CancellationTokenSource abandon, Func<Flight, CancellationToken, Task> fly)
    {
        _abandon = abandon;
        _task = new(() => fly(this, abandon.Token));
    }

    /// <returns>False when it is abandoned. Whoever boards has to <see cref="Leave"/>.</returns>
    public bool TryBoard()
    {
        lock (_change)
        {
            _waiting += _isAbandoned ? 0 : 1;
            return !_isAbandoned;
        }
    }

    public Task<T> WaitAsync<T>(CancellationToken cancellationToken) =>
        ((Task<T>)_task.Value).WaitAsync(cancellationToken);

    public void Leave()
    {
        lock (_change)
        {
            // One that is down may still be writing to Redis behind it, which is not to be cancelled.
            if (--_waiting > 0 || _task.Value.IsCompleted)
            {
                return;
            }

            _isAbandoned = true;
        }

        _abandon.Cancel();
    }
}
