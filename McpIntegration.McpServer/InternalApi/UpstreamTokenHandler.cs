using System.Net;

namespace McpIntegration.McpServer.InternalApi;

/// <summary>
/// Sends this server's own access token. One that the API refuses may have been revoked or lost its key: a new one is
/// tried, once.
/// </summary>
internal sealed class UpstreamTokenHandler(UpstreamTokens tokens) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var token = await tokens.GetAsync(cancellationToken);
        var response = await SendAsync(request, token, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Unauthorized)
        {
            return response;
        }

        response.Dispose();
        tokens.Drop(token);
        return await SendAsync(request, await tokens.GetAsync(cancellationToken), cancellationToken);
    }

    private Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, UpstreamToken token, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new("Bearer", token.Value);
        return base.SendAsync(request, cancellationToken);
    }
}
