using Microsoft.Extensions.Options;

namespace McpIntegration.McpServer.InternalApi;

/// <summary>
/// This server's own access token for the internal API, asked for once for all who need it and kept until shortly
/// before it expires. A failure is shared by those who waited for it, and never kept.
/// </summary>
internal sealed class UpstreamTokens(
    IHttpClientFactory clients, IOptions<InternalApiOptions> options, TimeProvider time)
{
    public const string HttpClientName = "internal-api-token";

    private const int MaxResponseSize = 64 * 1_024;

    private readonly Lock _change = new();
    private Task<UpstreamToken>? _current;

    /// <summary>Two thirds of an attempt: the rest is left for the API itself.</summary>
    public static void Configure(IServiceProvider provider, HttpClient http)
    {
        http.Timeout = provider.GetRequiredService<IOptions<InternalApiOptions>>().Value.AttemptTimeout * (2.0 / 3);
        http.MaxResponseContentBufferSize = MaxResponseSize;
    }

    /// <summary>A caller that leaves ends only its own waiting.</summary>
    public Task<UpstreamToken> GetAsync(CancellationToken cancellationToken)
    {
        lock (_change)
        {
            if (_current is null || !IsUsable(_current))
            {
                _current = RequestAsync();
            }

            return _current.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Not when somebody else has got a new one already.</summary>
    public void Drop(UpstreamToken refused)
    {
        lock (_change)
        {
            if (_current is { IsCompletedSuccessfully: true } && ReferenceEquals(_current.Result, refused))
            {
                _current = null;
            }
        }
    }

    private bool IsUsable(Task<UpstreamToken> token) =>
        !token.IsCompleted || (token.IsCompletedSuccessfully && token.Result.UsableUntil > time.GetUtcNow());

    private async Task<UpstreamToken> RequestAsync()
    {
        // Leaves the lock at once, whatever the client does before its first wait.
        await Task.Yield();
        using var http = clients.CreateClient(HttpClientName);
        return await new TokenRequest(options.Value, time).SendAsync(http, CancellationToken.None);
    }
}
