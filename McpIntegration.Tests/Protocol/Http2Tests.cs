using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using McpIntegration.McpServer.Authorization;
using McpIntegration.Tests.Pipeline;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Xunit;

namespace McpIntegration.Tests.Protocol;

/// <summary>The same over HTTP/2, which Kestrel speaks over TLS alone.</summary>
public sealed class Http2Tests : IAsyncLifetime
{
    private const int Large = 3_000_000;
    private static readonly X509Certificate2 Certificate = CreateCertificate();

    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        SslOptions =
            { RemoteCertificateValidationCallback = (_, certificate, _, _) => Certificate.Equals(certificate) },
    });

    private readonly McpServerApp _app = new()
    {
        ConfigureServices = services => services
            .Configure<KestrelServerOptions>(
                kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.UseHttps(Certificate)))
            .AddSingleton(McpServerTool.Create(StepsAsync)),
    };

    public Task InitializeAsync() => _app.InitializeAsync();

    public Task DisposeAsync()
    {
        _client.Dispose();
        return _app.DisposeAsync();
    }

    [Fact]
    public async Task Many_calls_on_one_connection_get_each_its_own_reply()
    {
        var token = _app.Issuer.Token(McpServerApp.AllScopes);

        var ids = await Task.WhenAll(Enumerable.Range(1, 50).Select(async id =>
        {
            using var answer = await PostAsync(
                McpMessages.ListTools.Replace("\"id\":1", $"\"id\":{id}", StringComparison.Ordinal), token);
            Assert.Equal(
                (HttpStatusCode.OK, HttpVersion.Version20, "application/json"),
                (answer.StatusCode, answer.Version, answer.Header("Content-Type")));
            return (int?)(await answer.ReadJsonAsync())["id"];
        }));

        Assert.Equal(Enumerable.Range(1, 50).Cast<int?>(), ids);
    }

    [Theory]
    [InlineData("application/json", "application/json", 1)]
    [InlineData("text/event-stream", "text/event-stream", 2)]
    [InlineData("*/*", "text/event-stream", 2)]
    public async Task Notifications_and_a_large_reply_come_as_over_HTTP_1(
        string accept, string contentType, int messages)
    {
        const string Call = """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"steps","_meta":{"progressToken":"p"}}}""";

        using var answer = await PostAsync(Call, _app.Issuer.Token("mcp:read"), accept);

        var text = await answer.Content.ReadAsStringAsync();
        var last = JsonNode.Parse(text.Split("data: ")[^1]);
        Assert.Equal((HttpStatusCode.OK, contentType), (answer.StatusCode, answer.Header("Content-Type")));
        Assert.Equal(messages, text.Split("\"jsonrpc\"").Length - 1);
        Assert.Equal(Large, ((string?)last?["result"]?["content"]?[0]?["text"])?.Length);
    }

    [Fact]
    public async Task A_stranger_is_told_where_to_get_a_token()
    {
        using var answer = await PostAsync(McpMessages.ListTools, null);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpVersion.Version20), (answer.StatusCode, answer.Version));
        Assert.NotNull(answer.Header("WWW-Authenticate"));
    }

    [Theory]
    [InlineData("Host", "evil.example", 403)]
    [InlineData("Origin", "https://evil.example", 403)]
    [InlineData("Authorization", "Bearer a-second-token", 400)]
    [InlineData("Cookie", "a=b", 200)]
    public async Task An_honest_token_passes_only_as_over_HTTP_1(string header, string value, int status)
    {
        using var answer = await PostAsync(
            McpMessages.ListTools, _app.Issuer.Token("mcp:read"), change: headers =>
                headers.TryAddWithoutValidation(header, value));

        Assert.Equal((status, HttpVersion.Version20), ((int)answer.StatusCode, answer.Version));
    }

    [McpServerTool(Name = "steps")]
    [RequiresScope("mcp:read")]
    private static async Task<string> StepsAsync(
        RequestContext<CallToolRequestParams> call, CancellationToken cancellationToken)
    {
        if (call.Params?.ProgressToken is { } token)
        {
            await call.Server.NotifyProgressAsync(
                token, new ProgressNotificationValue { Progress = 1 }, cancellationToken: cancellationToken);
        }

        return new string('x', Large);
    }

    private static X509Certificate2 CreateCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate =
            request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));

        // Windows takes no key that exists in memory alone.
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    private async Task<HttpResponseMessage> PostAsync(
        string json,
        string? token,
        string accept = "application/json, text/event-stream",
        Action<HttpRequestHeaders>? change = null)
    {
        var addresses =
            _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            $"{addresses.Single(address => address.StartsWith("https", StringComparison.Ordinal))}/mcp")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
            Headers = { { "Accept", accept } },
        };
        if (token is not null)
        {
            request.Headers.Add("Authorization", $"Bearer {token}");
        }

        change?.Invoke(request.Headers);

        return await _client.SendAsync(request);
    }
}
