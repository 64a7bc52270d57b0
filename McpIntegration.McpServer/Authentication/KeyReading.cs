namespace McpIntegration.McpServer.Authentication;

/// <summary>A reading of the issuer's keys that has not begun yet: who asks now may rely on its result.</summary>
internal sealed class KeyReading
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<bool> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when somebody wants the reading before its time.</summary>
    public Task Asked => _asked.Task;

    /// <summary>Ends with the reading: true when it found keys, false when it failed.</summary>
    public Task<bool> Ended => _ended.Task;

    public void Ask() => _asked.TrySetResult();

    public void End(bool succeeded) => _ended.TrySetResult(succeeded);
}
