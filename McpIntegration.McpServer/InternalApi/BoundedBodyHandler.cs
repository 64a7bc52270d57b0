using System.Net;
using Microsoft.Extensions.Options;

namespace McpIntegration.McpServer.InternalApi;

/// <summary>
/// Reads an answer's body within the attempt that asked for it, so that a slow or broken body counts as a failed
/// attempt, and a body beyond the bound is never held. The body of an error is not read at all.
/// </summary>
internal sealed class BoundedBodyHandler(IOptions<InternalApiOptions> options) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return response;
        }

        try
        {
            await response.Content.LoadIntoBufferAsync(options.Value.MaxResponseSize, cancellationToken);
            return response;
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            response.Dispose();
            throw new UnusableAnswerException("larger than InternalApi:MaxResponseSize", e);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
