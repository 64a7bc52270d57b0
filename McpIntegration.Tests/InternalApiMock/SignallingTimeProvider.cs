using Microsoft.Extensions.Time.Testing;

namespace McpIntegration.Tests.InternalApiMock;

/// <summary>A clock that stands still and tells when somebody has begun to wait: then a test may move it on.</summary>
internal sealed class SignallingTimeProvider : FakeTimeProvider
{
    private readonly TaskCompletionSource _timerCreated = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task TimerCreated => _timerCreated.Task;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _timerCreated.TrySetResult();
        return timer;
    }
}
