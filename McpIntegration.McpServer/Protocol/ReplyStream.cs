using System.Text.Json;

namespace McpIntegration.McpServer.Protocol;

/// <summary>
/// Holds back what the SDK writes until its first message is complete, so that status and headers can still be set by
/// filters and tools. A single reply leaves as application/json with its length; where a notification comes first, or
/// JSON is excluded, the event stream is passed on as it is. Goes when the SDK can answer JSON itself
/// (https://github.com/modelcontextprotocol/csharp-sdk/issues/545).
/// </summary>
internal sealed class ReplyStream(HttpResponse response, Stream inner, AcceptedReply accepted) : Stream
{
    private readonly MemoryStream _held = new();
    private bool _passing;

    /* What the SDK writes, an event a message:
         event: message
         data: {"jsonrpc":"2.0","id":1,"result":{}}
         <empty line>
    */
    private static ReadOnlySpan<byte> EventStart => "event: message\ndata: "u8;
    private static ReadOnlySpan<byte> EventEnd => "\n\n"u8;

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Whether the reply that is held says that the request succeeded.</summary>
    public bool HoldsResult => Held.Span.StartsWith(EventStart) && FirstSays(Held.Span, "result"u8);

    private ReadOnlyMemory<byte> Held => _held.GetBuffer().AsMemory(0, (int)_held.Length);

    /// <summary>Sends what is held. To be called once, when the SDK has returned.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        if (_passing)
        {
            return;
        }

        response.Headers.ContentEncoding = default;
        if (_held.Length == 0)
        {
            return;
        }

        var body = Held;
        if (body.Span.StartsWith(EventStart) && accepted.HasFlag(AcceptedReply.Json))
        {
            body = LastMessage(body);
            response.ContentType = "application/json";
        }

        response.ContentLength = body.Length;
        await inner.WriteAsync(body, cancellationToken);
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_passing)
        {
            await inner.FlushAsync(cancellationToken);
        }
        else if (accepted.HasFlag(AcceptedReply.EventStream)
            && Held.Span.StartsWith(EventStart)
            && FirstSays(Held.Span, "method"u8))
        {
            _passing = true;
            await inner.WriteAsync(Held, cancellationToken);
            await inner.FlushAsync(cancellationToken);
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_passing)
        {
            return inner.WriteAsync(buffer, cancellationToken);
        }

        _held.Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => _held.Write(buffer, offset, count);

    public override void Flush()
    {
        // Nothing to do: the SDK flushes asynchronously, and what is held leaves with CompleteAsync.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _held.Dispose();
        base.Dispose(disposing);
    }

    // A line break never stands inside a message (JSON escapes it), so the last event's start is its own.
    private static ReadOnlyMemory<byte> LastMessage(ReadOnlyMemory<byte> events)
    {
        var message = events[(events.Span.LastIndexOf(EventStart) + EventStart.Length)..];
        return message[..message.Span.LastIndexOf(EventEnd)];
    }

    // Which of the three a message has is what kind it is: a notification, a result or an error.
    private static bool FirstSays(ReadOnlySpan<byte> events, ReadOnlySpan<byte> kind)
    {
        var reader = new Utf8JsonReader(events[EventStart.Length..], isFinalBlock: false, default);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("method"u8)
                || reader.ValueTextEquals("result"u8)
                || reader.ValueTextEquals("error"u8))
            {
                return reader.ValueTextEquals(kind);
            }

            if (!reader.TrySkip())
            {
                return false;
            }
        }

        return false;
    }
}
