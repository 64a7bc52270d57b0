using System.Text.Json.Nodes;

namespace McpIntegration.Tests.Clients;

/// <summary>What goes over the wire, as "POST /mcp 401".</summary>
internal sealed class Exchanges(Uri address) : DelegatingHandler(new HttpClientHandler())
{
    private readonly Lock _lock = new();
    private List<string> _exchanges = [];

    /// <summary>What came since the last time.</summary>
    public JsonArray Take()
    {
        lock (_lock)
        {
            var taken = _exchanges;
            _exchanges = [];
            return [.. taken.Select(exchange => JsonValue.Create(exchange))];
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var path = request.RequestUri?.AbsolutePath;

        // The client asks for a stream of notifications at no set time; there is none, so 405.
        if (request.Method == HttpMethod.Post || path != address.AbsolutePath)
        {
            lock (_lock)
            {
                _exchanges.Add($"{request.Method} {path} {(int)response.StatusCode}");
            }
        }

        return response;
    }
}
