using System.IO.Pipelines;

namespace McpIntegration.McpServer.Protocol;

internal static class RequestBodyReader
{
    /// <summary>Reads on until the body is whole, without consuming any of it.</summary>
    /// <exception cref="BadHttpRequestException">
    /// 413: larger than Kestrel's bound; 408: not sent within <paramref name="timeout"/>; 400: broken off.
    /// </exception>
    public static ValueTask<ReadResult> ReadToEndAsync(this HttpContext context, TimeSpan timeout)
    {
        var reader = context.Request.BodyReader;
        if (!reader.TryRead(out var read))
        {
            return new(context.WaitForEndAsync(timeout));
        }

        if (read.IsCompleted)
        {
            return new(read);
        }

        reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        return new(context.WaitForEndAsync(timeout));
    }

    private static async Task<ReadResult> WaitForEndAsync(this HttpContext context, TimeSpan timeout)
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
