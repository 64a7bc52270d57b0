using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace McpIntegration.Tests.KeycloakMock;

/// <summary>
/// Asks an issuer, the mock or a Keycloak with the same realm, what the recording asked. Where the recording depends on
/// an earlier answer (a login, a registration) the replay makes its own, so that every request can be replayed alone.
/// </summary>
internal sealed class AnswersReplay(HttpClient http, string issuer, string machineSecret, AnswerForm form)
{
    private readonly CodeFlow _flow = new(http, issuer);

    /// <summary>The answer in the form of <see cref="AnswerForm"/>.</summary>
    public async Task<string> AskAsync(string name)
    {
        var answer = await SendAsync(name, KeycloakAnswers.Request(name));
        return form.Of(answer, withHeaders: !IsLogin(name));
    }

    private static bool IsLogin(string name) => name.StartsWith("authorization_code: ", StringComparison.Ordinal);

    private Task<OAuthAnswer> SendAsync(string name, JsonObject request) => name switch
    {
        "client_credentials with HTTP Basic" => MachineAsync("mcp:read"),
        "register: malformed" => RegisterAsync("{"),
        "userinfo with openid" => UserInfoAsync(_flow.SignInAsync("alice", "openid mcp:read")),
        "userinfo of a machine" => UserInfoAsync(MachineAsync("openid mcp:read")),
        _ when IsLogin(name) => _flow.SignInAsync(name.Split(' ')[1].TrimEnd(':', ','), $"{request["scope"]}"),
        _ when request.ContainsKey("registered scope") => AuthorizeRegisteredAsync(request),
        _ when request.ContainsKey("json") => RegisterAsync(
            $"{request["json"]?.ToJsonString()}", (string?)request["headers"]?["Origin"]),
        _ when request.ContainsKey("form") => http.PostFormAsync(Address(request, "POST"), Form(request)),
        _ when request.ContainsKey("GET") => http.ReadAsync(Address(request, "GET")),
        _ => SendInSessionAsync(name),
    };

    private async Task<OAuthAnswer> SendInSessionAsync(string name)
    {
        var login = await _flow.SignInAsync("alice", "openid profile mcp:read mcp:query mcp:metrics");
        return name switch
        {
            "refresh" => await _flow.RefreshAsync(login.RefreshToken),
            "refresh reused" => (await RefreshTwiceAsync(login)).Second,
            "refresh after a reuse was seen" => await _flow.RefreshAsync((await RefreshTwiceAsync(login)).First.RefreshToken),
            "logout by refresh token" => await LogoutAsync(login),
            "refresh after logout" => await ThenAsync(LogoutAsync(login), () => _flow.RefreshAsync(login.RefreshToken)),
            "revoke" => await RevokeAsync(login),
            "introspect after revoke" => await ThenAsync(RevokeAsync(login), () => IntrospectAsync(login)),
            _ => throw new InvalidOperationException($"No way to replay '{name}'"),
        };
    }

    private async Task<(OAuthAnswer First, OAuthAnswer Second)> RefreshTwiceAsync(OAuthAnswer login) =>
        (await _flow.RefreshAsync(login.RefreshToken), await _flow.RefreshAsync(login.RefreshToken));

    private static async Task<OAuthAnswer> ThenAsync(Task<OAuthAnswer> first, Func<Task<OAuthAnswer>> then)
    {
        await first;
        return await then();
    }

    private Task<OAuthAnswer> LogoutAsync(OAuthAnswer login) => http.PostFormAsync(
        Address("logout"), new() { ["client_id"] = "mcp-client", ["refresh_token"] = login.RefreshToken });

    private Task<OAuthAnswer> RevokeAsync(OAuthAnswer login) => http.PostFormAsync(
        Address("revoke"), new() { ["client_id"] = "mcp-client", ["token"] = login.RefreshToken });

    private Task<OAuthAnswer> IntrospectAsync(OAuthAnswer login) => http.PostFormAsync(
        Address("token/introspect"),
        new() { ["client_id"] = "mcp-machine", ["client_secret"] = machineSecret, ["token"] = login.AccessToken });

    private Task<OAuthAnswer> MachineAsync(string scope) => http.PostFormAsync(
        _flow.TokenEndpoint, new() { ["grant_type"] = "client_credentials", ["scope"] = scope }, $"mcp-machine:{machineSecret}");

    private async Task<OAuthAnswer> UserInfoAsync(Task<OAuthAnswer> login)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Address("userinfo"));
        request.Headers.Authorization = new("Bearer", (await login).AccessToken);
        using var response = await http.SendAsync(request);
        return await OAuthAnswer.ReadAsync(response);
    }

    private async Task<OAuthAnswer> AuthorizeRegisteredAsync(JsonObject request)
    {
        var metadata = new JsonObject
        {
            ["redirect_uris"] = new JsonArray("http://localhost:1/cb"),
            ["token_endpoint_auth_method"] = "none",
        };
        if (request["registered scope"] is { } scope)
        {
            metadata["scope"] = scope.DeepClone();
        }

        var registered = await RegisterAsync(metadata.ToJsonString());
        return await http.ReadAsync(Address(request, "GET", ("client_id", $"{registered.Json["client_id"]}")));
    }

    private async Task<OAuthAnswer> RegisterAsync(string body, string? origin = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{issuer}/clients-registrations/openid-connect");
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        using var response = await http.SendAsync(request);
        return await OAuthAnswer.ReadAsync(response);
    }

    private Dictionary<string, string> Form(JsonObject request) => request["form"]?.AsObject().ToDictionary(
        field => field.Key, field => $"{field.Value}".Replace("…", machineSecret, StringComparison.Ordinal)) ?? [];

    private Uri Address(string endpoint) => new($"{issuer}/protocol/openid-connect/{endpoint}");

    private Uri Address(JsonObject request, string verb, params (string Name, string Value)[] changes)
    {
        var query = request["query"]?.AsObject().ToDictionary(
            parameter => parameter.Key, parameter => (string?)parameter.Value) ?? [];
        foreach (var (name, value) in changes)
        {
            query[name] = value;
        }

        return new Uri(QueryHelpers.AddQueryString($"{issuer}{request[verb]}", query));
    }
}
