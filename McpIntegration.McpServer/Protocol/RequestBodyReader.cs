using System.IO.Pipelines;

namespace McpIntegration.McpServer.Protocol;

internal static class RequestBodyReader
{
    /// <summary>Reads on until the body is whole, without consuming any of it.</summary>
    /// <exception cref="BadHttpRequestException">
    /// 408: the body was not sent within <paramref name="timeout"/>.
    /// </exception>
    public static async Task<ReadResult> ReadToEndAsync(this HttpContext context, TimeSpan timeout)
    {
        var reader = context.Request.BodyReader;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        patience.CancelAfter(timeout);
        try
        {
            var read = await reader.ReadAsync(patience.Token);
            while (!read.IsCompleted)
            {
                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                read = await reader.ReadAsync(patience.Token);
            }

            return read;
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            throw new BadHttpRequestException(
                "The request's body was not sent in time.", StatusCodes.Status408RequestTimeout);
        }
    }
}
