using System.Text.Json.Nodes;
using McpIntegration.Tests.KeycloakMock;
using Microsoft.AspNetCore.WebUtilities;
using ModelContextProtocol;
using ModelContextProtocol.Authentication;
using ModelContextProtocol.Client;

namespace McpIntegration.Tests.Clients;

/// <summary>
/// The official C# client on the way that journey.mjs goes with the TypeScript ones; it reports the same steps.
/// </summary>
internal sealed class CSharpClient : IDisposable
{
    // Nothing listens there: the redirect is read where the forms are filled.
    private static readonly Uri RedirectUri = new("http://127.0.0.1:33418/callback");

    // A slow machine is not to be taken for a server that knows only initialize.
    private static readonly McpClientOptions Patient = new() { DiscoverProbeTimeout = Timeout.InfiniteTimeSpan };

    private readonly List<JsonObject> _steps = [];
    private readonly SavedTokens _tokens = new();
    private readonly Uri _address;
    private readonly string _person;
    private readonly Exchanges _exchanges;
    private readonly HttpClient _http;
    private readonly HttpClient _browser = new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false });

    private CSharpClient(Uri address, string person)
    {
        _address = address;
        _person = person;
        _exchanges = new Exchanges(address);
        _http = new HttpClient(_exchanges);
    }

    /// <param name="address">Of the server.</param>
    /// <param name="person">Who signs in.</param>
    /// <param name="calls">Names of tools with their arguments.</param>
    /// <param name="interlude">Runs after the calls, where there is an expired token to go on with.</param>
    /// <param name="expiredToken">An access token of the issuer that the client is to find itself with.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<IReadOnlyList<JsonObject>> TravelAsync(
        Uri address, string person, JsonArray calls, Func<Task> interlude, string? expiredToken, CancellationToken cancellationToken)
    {
        using var traveller = new CSharpClient(address, person);
        await traveller.TravelAsync(calls, interlude, expiredToken, cancellationToken);
        return traveller._steps;
    }

    public void Dispose()
    {
        _http.Dispose();
        _browser.Dispose();
    }

    private async Task TravelAsync(
        JsonArray calls, Func<Task> interlude, string? expiredToken, CancellationToken cancellationToken)
    {
        await using var transport = new HttpClientTransport(new() { Endpoint = _address, OAuth = Login() }, _http);
        await using var client = await McpClient.CreateAsync(transport, Patient, cancellationToken: cancellationToken);
        Report(
            "connected",
            new() { ["server"] = client.ServerInfo?.Name, ["protocol"] = client.NegotiatedProtocolVersion });

        var tools = await client.ListToolsAsync(cancellationToken: cancellationToken);
        Report("tools", new() { ["names"] = Texts(tools.Select(tool => tool.Name)) });

        foreach (var call in calls)
        {
            await CallAsync(client, call, cancellationToken);
        }

        if (expiredToken is not null)
        {
            await interlude();
            await CallAsync(client, calls[0], cancellationToken);

            var refreshToken = _tokens.Tokens.RefreshToken;
            _tokens.Tokens.AccessToken = expiredToken;
            await CallAsync(client, calls[0], cancellationToken);
            Report("refresh", new() { ["rotated"] = _tokens.Tokens.RefreshToken != refreshToken });
        }
    }

    private ClientOAuthOptions Login() => new()
    {
        RedirectUri = RedirectUri,
        DynamicClientRegistration = new() { ClientName = "C# client" },
        TokenCache = _tokens,
        AuthorizationCallbackHandler = SignInAsync,
    };

    private async Task<AuthorizationResult?> SignInAsync(
        AuthorizationCallbackContext context, CancellationToken cancellationToken)
    {
        var asked = QueryHelpers.ParseQuery(context.AuthorizationUri.Query);
        var scopes = $"{asked["scope"]}".Split(' ').Order(StringComparer.Ordinal);
        _steps.Add(
            new() { ["step"] = "authorization", ["scopes"] = Texts(scopes), ["resource"] = $"{asked["resource"]}" });

        var browser = new Browser(_browser, context.AuthorizationUri.GetLeftPart(UriPartial.Authority));
        var callback = CodeFlow.Parameters(await browser.SignInAsync(context.AuthorizationUri.AbsoluteUri, _person));
        _steps.Add(new() { ["step"] = "login", ["forms"] = Texts(browser.Forms), ["iss"] = callback["iss"] });
        return new() { Code = callback["code"], State = callback["state"], Iss = callback["iss"] };
    }

    private async Task CallAsync(McpClient client, JsonNode? call, CancellationToken cancellationToken)
    {
        var tool = $"{call?[0]}";
        var arguments =
            call?[1]?.AsObject().ToDictionary(argument => argument.Key, argument => (object?)argument.Value);
        try
        {
            var result = await client.CallToolAsync(tool, arguments, cancellationToken: cancellationToken);
            Report("call", new() { ["tool"] = tool, ["result"] = JsonNode.Parse($"{result.StructuredContent}") });
        }
        catch (Exception exception) when (exception is McpException or HttpRequestException)
        {
            Report("call", new() { ["tool"] = tool, ["error"] = $"{exception.GetType().Name}: {exception.Message}" });
        }
    }

    private void Report(string step, JsonObject facts)
    {
        facts["step"] = step;
        facts["exchanges"] = _exchanges.Take();
        _steps.Add(facts);
    }

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => JsonValue.Create(text))];
}
