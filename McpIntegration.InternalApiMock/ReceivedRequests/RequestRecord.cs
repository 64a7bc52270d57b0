namespace McpIntegration.InternalApiMock.ReceivedRequests;

/// <summary>
/// The requests received under <c>/api</c>, oldest first; the oldest are dropped beyond <see cref="Capacity"/>.
/// </summary>
internal sealed class RequestRecord
{
    public const int Capacity = 10_000;
    private readonly Lock _lock = new();
    private readonly Queue<ReceivedRequest> _requests = new();

    public void Add(ReceivedRequest request)
    {
        lock (_lock)
        {
            if (_requests.Count == Capacity)
            {
                _requests.Dequeue();
            }

            _requests.Enqueue(request);
        }
    }

    public IReadOnlyList<ReceivedRequest> All()
    {
        lock (_lock)
        {
            return [.. _requests];
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _requests.Clear();
        }
    }
}
