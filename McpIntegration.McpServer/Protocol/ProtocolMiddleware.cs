using System.Buffers.Text;
using System.Net.Mime;
using System.Security.Cryptography;
using System.Text.Json;
using McpIntegration.McpServer.Edge;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace McpIntegration.McpServer.Protocol;

/// <summary>
/// What stands between HTTP and the SDK: negotiates the reply's type, bounds the body, answers what the SDK would leave
/// without an answer, lets headers be set until the reply is sent, and lets every session id pass for nothing.
/// </summary>
internal sealed class ProtocolMiddleware(RequestDelegate next, IOptions<ProtocolOptions> options)
{
    private const string Identity = "identity";

    private static readonly HttpError Encoded =
        new("unsupported_media_type", "The body must not be compressed: no Content-Encoding is read.");

    public async Task InvokeAsync(HttpContext context)
    {
        if (!McpEndpoint.Includes(context) || !HttpMethods.IsPost(context.Request.Method))
        {
            await next(context);
            return;
        }

        var accepted = Accept.Read(context.Request.Headers.Accept);
        var refusal = !context.Request.HasJsonContentType()
            ? HttpError.WriteAsync(context, StatusCodes.Status415UnsupportedMediaType)
            : IsEncoded(context.Request) ? RefuseCodingAsync(context)
            : accepted == AcceptedReply.None ? HttpError.WriteAsync(context, StatusCodes.Status406NotAcceptable)
            : null;
        if (refusal is not null)
        {
            await refusal;
            return;
        }

        if (await ReadEnvelopeAsync(context) is { } envelope)
        {
            await ReplyAsync(context, accepted, envelope);
        }
    }

    private static bool IsEncoded(HttpRequest request) =>
        request.Headers.ContentEncoding.ToString() is { Length: > 0 } coding
        && !Identity.Equals(coding, StringComparison.OrdinalIgnoreCase);

    // Accept-Encoding says that it is the coding, and not the type (RFC 9110, section 12.5.3).
    private static Task RefuseCodingAsync(HttpContext context)
    {
        context.Response.Headers.AcceptEncoding = Identity;
        return Encoded.WriteAsync(context, StatusCodes.Status415UnsupportedMediaType);
    }

    /// <returns>Null when the request has been answered already.</returns>
    private async Task<RequestEnvelope?> ReadEnvelopeAsync(HttpContext context)
    {
        JsonRpcRefusal error;
        try
        {
            var envelope = await RequestEnvelope.PeekAsync(context, options.Value);
            if (envelope.Fault is not { } fault)
            {
                return envelope;
            }

            error = fault with { Id = envelope.Id };
        }
        catch (JsonException)
        {
            error = new(
                JsonRpcRefusal.ParseError,
                $"The body is not JSON in UTF-8, or nests deeper than {options.Value.MaxDepth} levels.");
        }
        catch (IOException broken) when (broken is not BadHttpRequestException)
        {
            // What Kestrel throws for a chunk's length beyond 32 bits; every other bad length it calls 400 itself.
            throw new BadHttpRequestException(
                "The body is not framed as HTTP.", StatusCodes.Status400BadRequest, broken);
        }

        await error.WriteAsync(context, StatusCodes.Status400BadRequest);
        return null;
    }

    private async Task ReplyAsync(HttpContext context, AcceptedReply accepted, RequestEnvelope envelope)
    {
        var (request, response) = (context.Request, context.Response);
        request.Headers.Accept = Accept.Both;

        // What was read as UTF-8 is not to be read again as what a charset calls it (RFC 8259, section 11).
        request.ContentType = MediaTypeNames.Application.Json;
        ClientSession.Detach(context);
        var unwrapped = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        await using var reply = new ReplyStream(response, unwrapped.Stream, accepted);
        response.Body = reply;
        try
        {
            await next(context);
            if (envelope.IsInitialize && reply.HoldsResult)
            {
                // Clients and tutorials copy a session id. It is random, means nothing and authorizes nothing.
                response.Headers[ClientSession.HeaderName] =
                    Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
            }

            await reply.CompleteAsync(context.RequestAborted);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException && !response.HasStarted)
        {
            // The SDK stumbled over params of an unexpected kind before it could answer: the request's fault, said with
            // its id.
            context.Features.Set(unwrapped);
            response.Clear();
            await new JsonRpcRefusal(JsonRpcRefusal.InvalidParams, MalformedParams.Message)
            {
                Id = envelope.Id
            }.WriteAsync(context, StatusCodes.Status400BadRequest);
        }
        finally
        {
            context.Features.Set(unwrapped);
        }
    }
}
