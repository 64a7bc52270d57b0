using Microsoft.Extensions.Options;

namespace McpIntegration.McpServer.Edge;

/// <summary>
/// Keeps the server listening for a while after it was told to end. Kestrel by itself would stop at once, and requests
/// that a load balancer sends until it notices would be lost. From the first moment /health answers 503 and answers ask
/// for their connections to be closed; all else is served as before.
/// </summary>
internal sealed class Draining(IOptions<EdgeOptions> edge, TimeProvider time) : LifecycleService
{
    /// <summary>
    /// From the signal to the end of the last request, the delay included: Container Apps and Kubernetes kill after 30
    /// seconds, and telemetry has to be sent before that.
    /// </summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(25);

    private volatile bool _isUnderWay;

    public bool IsUnderWay => _isUnderWay;

    /// <summary>The host waits for this before it tells Kestrel, or anything else, to stop.</summary>
    public override async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _isUnderWay = true;
        await Task.Delay(edge.Value.DrainDelay, time, cancellationToken);
    }
}
