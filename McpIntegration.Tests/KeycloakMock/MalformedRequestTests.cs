using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Xunit;

namespace McpIntegration.Tests.KeycloakMock;

public sealed class MalformedRequestTests(KeycloakMockApp app) : IClassFixture<KeycloakMockApp>
{
    private const string Form = "application/x-www-form-urlencoded";
    private const string NoGrantType =
        """{"error":"invalid_request","error_description":"Missing form parameter: grant_type"}""";
    private const string UnknownGrantType =
        """{"error":"unsupported_grant_type","error_description":"Unsupported grant_type"}""";
    private const string Duplicated = """{"error":"invalid_request","error_description":"duplicated parameter"}""";
    private const string Unreadable = """{"error":"invalid_request","error_description":"The form cannot be read"}""";
    private const string UnknownClient =
        """{"error":"invalid_client","error_description":"Invalid client or Invalid client credentials"}""";

    private static readonly string[] Beginnings =
    [
        string.Empty,
        "{\"redirect_uris\":[\"",
        "grant_type=refresh_token&client_id=mcp-client&refresh_token=",
        "{\"client_name\":\"",
        "grant_type=authorization_code&client_id=mcp-client&code=",
        "{\"scope\":",
        "grant_type=client_credentials&client_id=mcp-machine&client_secret=",
    ];

    [Theory]
    [InlineData(Form, "", HttpStatusCode.BadRequest, NoGrantType)]
    [InlineData(Form, "grant_type=", HttpStatusCode.BadRequest, NoGrantType)]
    [InlineData(Form, "&&==&=x&", HttpStatusCode.BadRequest, Duplicated)]
    [InlineData(Form, "grant_type=%zz%ff%", HttpStatusCode.BadRequest, UnknownGrantType)]
    [InlineData(Form, "grant_type=client_credentials&scope=a&scope=b", HttpStatusCode.BadRequest, Duplicated)]
    [InlineData(Form, "grant_type=client_credentials&client_id=%ff%fe", HttpStatusCode.Unauthorized, UnknownClient)]
    [InlineData(Form, "grant_type=client_credentials&client_id=%00", HttpStatusCode.BadRequest, Unreadable)]
    [InlineData("application/json", """{"grant_type":"client_credentials"}""", HttpStatusCode.BadRequest, NoGrantType)]
    [InlineData("multipart/form-data", "grant_type=client_credentials", HttpStatusCode.BadRequest, NoGrantType)]
    [InlineData("text/plain", "\0", HttpStatusCode.BadRequest, NoGrantType)]
    [InlineData(Form + "; charset=nonsense", "grant_type=foo", HttpStatusCode.BadRequest, UnknownGrantType)]
    [InlineData(Form + "; charset=utf-7", "grant_type=foo", HttpStatusCode.BadRequest, UnknownGrantType)]
    [InlineData(null, "grant_type=client_credentials", HttpStatusCode.BadRequest, NoGrantType)]
    public async Task A_body_that_is_no_proper_form_is_refused(
        string? contentType, string body, HttpStatusCode status, string expected)
    {
        using var client = app.CreateClient();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);

        using var response = await client.PostAsync(app.TokenEndpoint, content);

        Assert.Equal((status, expected), (response.StatusCode, await response.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData("Basic")]
    [InlineData("Basic !!!")]
    [InlineData("Basic ====")]
    [InlineData("Basic /////w==")]
    [InlineData("Bearer x")]
    [InlineData(",")]
    public async Task An_Authorization_header_that_cannot_be_read_names_no_client(string header)
    {
        using var client = app.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, app.TokenEndpoint);
        request.Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]);
        request.Headers.TryAddWithoutValidation("Authorization", header);

        using var response = await client.SendAsync(request);

        Assert.Equal(
            (HttpStatusCode.Unauthorized, UnknownClient),
            (response.StatusCode, await response.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData(1, 200_000, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(3_000, 1, HttpStatusCode.BadRequest)]
    [InlineData(1, 60_000, HttpStatusCode.BadRequest)]
    public async Task A_form_that_is_too_large_is_refused(int parameters, int length, HttpStatusCode expected)
    {
        using var client = app.CreateClient();
        var value = new string('x', length);
        using var content = new FormUrlEncodedContent(
            Enumerable.Range(0, parameters).Select(i => KeyValuePair.Create($"p{i}", value)));

        using var response = await client.PostAsync(app.TokenEndpoint, content);

        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("GET", "protocol/openid-connect/auth?{0}")]
    [InlineData("GET", "protocol/openid-connect/auth?client_id=mcp-client&redirect_uri=http://localhost/{0}")]
    [InlineData("GET", "protocol/openid-connect/auth?client_id=mcp-client&redirect_uri=http://localhost/&state={0}&scope={0}")]
    [InlineData("GET", "protocol/openid-connect/logout?id_token_hint={0}")]
    [InlineData("GET", "protocol/openid-connect/userinfo?{0}")]
    [InlineData("GET", "login-actions/required-action?tab_id={0}")]
    [InlineData("POST", "protocol/openid-connect/token")]
    [InlineData("POST", "protocol/openid-connect/token/introspect")]
    [InlineData("POST", "protocol/openid-connect/revoke")]
    [InlineData("POST", "protocol/openid-connect/logout")]
    [InlineData("POST", "login-actions/authenticate?tab_id={0}")]
    [InlineData("POST", "login-actions/required-action?tab_id={0}")]
    [InlineData("POST", "clients-registrations/openid-connect")]
    [InlineData("POST", "development/token")]
    public async Task Noise_is_never_an_internal_error(string verb, string path)
    {
        using var client = app.CreateClient();
        var random = new Random(42);

        for (var round = 0; round < 50; round++)
        {
            var noise = new byte[random.Next(200)];
            random.NextBytes(noise);
            // The start of what the endpoint expects, so that the noise gets past the first check.
            var body = Encoding.Latin1.GetBytes(Beginnings[round % Beginnings.Length]).Concat(noise).ToArray();
            using var request = new HttpRequestMessage(
                new HttpMethod(verb), $"{app.Issuer}/{path.Replace("{0}", Escape(noise), StringComparison.Ordinal)}");
            request.Headers.TryAddWithoutValidation("Authorization", $"Basic {Convert.ToBase64String(noise)}");
            request.Headers.TryAddWithoutValidation("Cookie", $"KEYCLOAK_IDENTITY={Escape(noise)}");
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(round % 2 == 0 ? Form : "application/json");

            using var response = await client.SendAsync(request);

            Assert.InRange((int)response.StatusCode, 200, 499);
        }
    }

    [Fact]
    public async Task The_wrong_verb_is_405()
    {
        using var client = app.CreateClient();

        var answer = await client.ReadAsync(app.TokenEndpoint);

        Assert.Equal(
            (HttpStatusCode.MethodNotAllowed, """{"error":"HTTP 405 Method Not Allowed"}"""),
            (answer.Status, answer.Text));
    }

    // Half of the bytes as percent escapes, which may be no UTF-8; the others as they are where an address may hold
    // them.
    private static string Escape(byte[] noise) =>
        string.Concat(noise.Select(b => b % 2 == 1 && char.IsAsciiLetterOrDigit((char)b) ? $"{(char)b}" : $"%{b:X2}"));
}
