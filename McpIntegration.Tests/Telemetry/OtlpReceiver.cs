using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace McpIntegration.Tests.Telemetry;

/// <summary>
/// Takes OTLP over HTTP and keeps its bytes; protobuf holds text as it is, so that it can be searched.
/// </summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Lock _lock = new();
    private readonly List<(string Signal, string Text)> _received = [];

    private OtlpReceiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/v1/{signal}", KeepAsync);
    }

    public string Address { get; private set; } = "";

    public static async Task<OtlpReceiver> StartAsync()
    {
        var receiver = new OtlpReceiver();
        await receiver._app.StartAsync();
        receiver.Address = receiver._app.Services.GetRequiredService<IServer>().Features
            .Get<IServerAddressesFeature>()?.Addresses
            .Single() ?? "";
        return receiver;
    }

    /// <summary>What came so far of logs, metrics or traces, in order, each character one byte.</summary>
    public IReadOnlyList<string> Received(string signal)
    {
        lock (_lock)
        {
            return [.. _received.Where(export => export.Signal == signal).Select(export => export.Text)];
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> KeepAsync(string signal, HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        lock (_lock)
        {
            _received.Add((signal, Encoding.Latin1.GetString(body.ToArray())));
        }

        return Results.Bytes([], "application/x-protobuf");
    }
}
