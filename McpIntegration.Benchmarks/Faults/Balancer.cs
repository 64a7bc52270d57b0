using System.Collections.Immutable;
using McpIntegration.Benchmarks.Stand;

namespace McpIntegration.Benchmarks.Faults;

/// <summary>
/// A load balancer at its simplest: every request goes to the next replica that last said it was ready, once. Nothing
/// is sent a second time.
/// </summary>
internal sealed class Balancer : IAsyncDisposable
{
    private ImmutableList<Replica> _replicas = [];
    private int _next;

    public IReadOnlyList<Replica> Replicas => _replicas;

    public async Task AddAsync(ChildProcess process, CancellationToken cancellationToken)
    {
        var replica = new Replica(process);
        ImmutableInterlocked.Update(ref _replicas, replicas => replicas.Add(replica));
        await replica.BecomesAsync(ReplicaHealth.Ready, cancellationToken);
    }

    public async Task RemoveAsync(Replica replica)
    {
        ImmutableInterlocked.Update(ref _replicas, replicas => replicas.Remove(replica));
        await replica.DisposeAsync();
    }

    public Replica Next()
    {
        var all = _replicas;
        var ready = all.RemoveAll(replica => replica.Health == ReplicaHealth.NotReady);
        var choice = ready.IsEmpty ? all : ready;
        return choice[(int)((uint)Interlocked.Increment(ref _next) % (uint)choice.Count)];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in _replicas)
        {
            await replica.DisposeAsync();
        }
    }
}
