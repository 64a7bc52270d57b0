namespace McpIntegration.InternalApiMock.Faults;

/// <summary>The one fault that applies to the requests to come, until it is removed or used up.</summary>
internal sealed class StoredFault
{
    private readonly Lock _lock = new();
    private Fault? _fault;

    public void Set(Fault? fault)
    {
        lock (_lock)
        {
            _fault = fault;
        }
    }

    public Fault? Take()
    {
        lock (_lock)
        {
            var taken = _fault;
            if (taken?.Times is { } times)
            {
                _fault = times > 1 ? taken with { Times = times - 1 } : null;
            }

            return taken;
        }
    }
}
