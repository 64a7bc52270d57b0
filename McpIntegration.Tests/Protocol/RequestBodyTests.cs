using System.Net;
using System.Net.Sockets;
using System.Text;
using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.Protocol;

public sealed class RequestBodyTests : IAsyncLifetime
{
    private readonly McpServerApp _app = new() { Settings = { ["Protocol:RequestBodyTimeout"] = "00:00:00.3" } };

    public Task InitializeAsync() => _app.InitializeAsync();

    public Task DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_beyond_256_KB_is_413(bool isLengthAnnounced)
    {
        using var answer = await _app.PostAsync(
            Padded(300 * 1_024),
            _app.Issuer.Token(""),
            request => request.Headers.TransferEncodingChunked = !isLengthAnnounced);

        Assert.Equal(
            (HttpStatusCode.RequestEntityTooLarge, "no-store"), (answer.StatusCode, answer.Header("Cache-Control")));
        Assert.Equal(
            """{"error":"content_too_large","error_description":"The body is larger than this server reads."}""",
            await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_of_255_KB_is_read(bool isLengthAnnounced)
    {
        using var answer = await _app.PostAsync(
            Padded(255 * 1_024),
            _app.Issuer.Token(""),
            request => request.Headers.TransferEncodingChunked = !isLengthAnnounced);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_body_that_does_not_come_in_time_is_408()
    {
        var answer = await SendRawAsync(
            $"Authorization: Bearer {_app.Issuer.Token("")}\r\nContent-Length: 100\r\n\r\n{{\"jsonrpc\"");

        Assert.StartsWith("HTTP/1.1 408 Request Timeout\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nRateLimit: \"default\";r=99;t=900\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith(
            """{"error":"request_timeout","error_description":"The body was not sent in time."}""",
            answer,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_token_no_body_is_waited_for()
    {
        var answer = await SendRawAsync("Content-Length: 100\r\n\r\n{\"jsonrpc\"");

        Assert.StartsWith("HTTP/1.1 401 Unauthorized\r\n", answer, StringComparison.Ordinal);
    }

    private static string Padded(int length)
    {
        const string Start = """{"jsonrpc":"2.0","id":1,"method":"ping","params":{"padding":" """;
        const string End = "\"}}";
        return Start + new string('x', length - Start.Length - End.Length) + End;
    }

    /// <summary>Sends a part of a request and reads to the end of the answer's JSON.</summary>
    private async Task<string> SendRawAsync(string rest)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _app.BaseAddress.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{rest}"));
        using var reader = new StreamReader(stream);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var answer = new StringBuilder();
        var next = new char[1];
        while (next[0] != '}' && await reader.ReadAsync(next, patience.Token) == 1)
        {
            answer.Append(next[0]);
        }

        return answer.ToString();
    }
}
