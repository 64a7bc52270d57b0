using System.Net;
using System.Net.Http.Headers;
using System.Text;
using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.Protocol;

public sealed class EndpointTests(UnlimitedMcpServer server) : IClassFixture<UnlimitedMcpServer>
{
    private const string Challenge =
        "Bearer resource_metadata=\"http://localhost:3000/.well-known/oauth-protected-resource/mcp\", " +
        "scope=\"mcp:metrics mcp:query mcp:read\"";

    private const string Pong = """{"result":{},"id":1,"jsonrpc":"2.0"}""";

    private static readonly string?[] ContentTypes =
        ["application/json", "application/json; charset=utf-8", "text/plain", null];

    private static readonly string?[] Accepts =
    [
        "application/json, text/event-stream", "*/*", null, "application/json", "text/event-stream", "text/html",
        "application/json;q=0", "garbage",
    ];

    private static readonly string[] Verbs = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

    [Theory]
    [InlineData("/mcp", true)]
    [InlineData("/mcp", false)]
    [InlineData("/mcp/", true)]
    [InlineData("/mcp/", false)]
    [InlineData("/MCP", true)]
    [InlineData("/MCP", false)]
    public async Task Every_verb_content_type_and_Accept_has_its_one_answer(string path, bool hasToken)
    {
        var differences = new List<string>();
        var requests = from verb in Verbs from type in ContentTypes from accept in Accepts select (verb, type, accept);
        foreach (var (verb, contentType, accept) in requests)
        {
            var token = hasToken ? server.App.Issuer.Token("mcp:read") : null;
            var actual = await AskAsync(path, verb, contentType, accept, token);
            var expected = Expect(verb, contentType, accept, hasToken);
            if (expected != actual)
            {
                differences.Add($"{verb} {path} {contentType} {accept}:\n  expected {expected}\n  actual   {actual}");
            }
        }

        Assert.Empty(differences);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("text/event-stream")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/jsonp")]
    [InlineData("application")]
    [InlineData("garbage, application/json")]
    [InlineData("")]
    public async Task What_is_not_called_JSON_is_not_read(string contentType)
    {
        using var answer = await server.App.PostAsync("", server.App.Issuer.Token("mcp:read"), request =>
        {
            request.Content = new StringContent("this=is&no=JSON");
            request.Content.Headers.Remove("Content-Type");
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        });

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
    }

    [Theory]
    [InlineData("application/json; charset=\"utf-8\"")]
    [InlineData("application/json; charset=iso-8859-1")]
    [InlineData("application/json; charset=us-ascii")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=nonsense")]
    [InlineData("application/vnd.api+json")]
    public async Task JSON_is_UTF_8_whatever_a_charset_calls_it(string contentType)
    {
        using var answer = await server.App.PostAsync("", server.App.Issuer.Token("mcp:read"), request =>
        {
            request.Content = new StringContent("""{"jsonrpc":"2.0","id":"é","method":"ping"}""");
            request.Content.Headers.Remove("Content-Type");
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        });

        JsonAssert.Equal("""{"result":{},"id":"é","jsonrpc":"2.0"}""", await answer.ReadJsonAsync());
    }

    [Theory]
    [InlineData("gzip", 415)]
    [InlineData("br, identity", 415)]
    [InlineData("garbage", 415)]
    [InlineData("identity", 200)]
    [InlineData("Identity", 200)]
    [InlineData("", 200)]
    public async Task A_compressed_body_is_not_read_and_no_form_of_it_taken_for_JSON(string coding, int status)
    {
        using var answer = await server.App.PostAsync(McpMessages.Ping, server.App.Issuer.Token("mcp:read"), request =>
            request.Content?.Headers.TryAddWithoutValidation("Content-Encoding", coding));

        Assert.Equal(
            (status, status == 200 ? null : "identity"),
            ((int)answer.StatusCode, answer.Header("Accept-Encoding")));
    }

    private static Answer Expect(string verb, string? contentType, string? accept, bool hasToken) =>
        (verb, contentType, accept) switch
        {
            _ when !hasToken => Refusal(
                verb, 401, "unauthorized", "A bearer token is required. WWW-Authenticate says where to get one.") with
            {
                WwwAuthenticate = Challenge,
                IsCounted = false,
            },
            (not "POST", _, _) => Refusal(
                verb, 405, "method_not_allowed", "The protocol's endpoint answers POST only.") with
            {
                Allow = "POST",
            },
            (_, null or "text/plain", _) =>
                Refusal(verb, 415, "unsupported_media_type", "Content-Type must be application/json."),
            (_, _, "text/html" or "application/json;q=0" or "garbage") =>
                Refusal(verb, 406, "not_acceptable", "Accept must admit application/json or text/event-stream."),
            (_, _, "text/event-stream") => new Answer(200, "text/event-stream", $"event: message\ndata: {Pong}\n\n"),
            _ => new Answer(200, "application/json", Pong),
        };

    private static Answer Refusal(string verb, int status, string error, string description) => new(
        status,
        "application/json",
        verb == "HEAD" ? "" : $$"""{"error":"{{error}}","error_description":"{{description}}"}""");

    private async Task<Answer> AskAsync(string path, string verb, string? contentType, string? accept, string? token)
    {
        using var request = new HttpRequestMessage(new HttpMethod(verb), path)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(McpMessages.Ping)),
        };
        request.Content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        using var answer = await server.App.Client.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        return new Answer((int)answer.StatusCode, answer.Header("Content-Type"), body)
        {
            CacheControl = answer.Header("Cache-Control"),
            WwwAuthenticate = answer.Header("WWW-Authenticate"),
            Allow = answer.Header("Allow"),
            IsCounted = answer.Header("RateLimit") is not null,
        };
    }

    private sealed record Answer(int Status, string? ContentType, string Body)
    {
        public string? CacheControl { get; init; } = "no-store";

        public string? WwwAuthenticate { get; init; }

        public string? Allow { get; init; }

        public bool IsCounted { get; init; } = true;
    }
}
