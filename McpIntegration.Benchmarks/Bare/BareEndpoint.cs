using System.Text.Json;
using McpIntegration.McpServer.Authentication;
using Microsoft.AspNetCore.Http;

namespace McpIntegration.Benchmarks.Bare;

internal sealed class BareEndpoint(AccessTokenValidator tokens, byte[] result)
{
    public async Task AnswerAsync(HttpContext context)
    {
        if (AuthorizationHeader.Read(context.Request.Headers.Authorization, out var token) != BearerToken.Present
            || (await tokens.ValidateAsync(token, context.RequestAborted)).Principal is null)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        using var request = await JsonDocument.ParseAsync(
            context.Request.Body, cancellationToken: context.RequestAborted);
        context.Response.ContentType = "application/json";
        await using var writer = new Utf8JsonWriter(context.Response.BodyWriter);
        writer.WriteStartObject();
        writer.WriteString("jsonrpc"u8, "2.0"u8);
        writer.WritePropertyName("id"u8);
        request.RootElement.GetProperty("id"u8).WriteTo(writer);
        writer.WritePropertyName("result"u8);
        writer.WriteRawValue(result, skipInputValidation: true);
        writer.WriteEndObject();
    }
}
