using System.Net;
using Xunit;

namespace McpIntegration.Tests.KeycloakMock;

public sealed class DevelopmentKeysTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("issuer-").FullName;
    private readonly KeycloakMockApp _app;
    private readonly HttpClient _client;

    public DevelopmentKeysTests()
    {
        _app = Start();
        _client = _app.CreateClient();
    }

    [Fact]
    public async Task A_new_key_signs_at_once_and_the_old_one_stays_published()
    {
        var before = await SigningKeysAsync(_app);

        var added = await AddAsync();

        var after = await SigningKeysAsync(_app);
        Assert.Equal([added, .. before], after);
        Assert.Equal(added, await KeyOfNewTokenAsync());
    }

    [Fact]
    public async Task A_withdrawn_key_is_published_no_more_and_its_tokens_are_worth_nothing()
    {
        var old = Assert.Single(await SigningKeysAsync(_app));
        var token = await _app.UserTokenAsync("alice", "openid", CancellationToken.None);
        var added = await AddAsync();
        var rotated = await UserInfoAsync(token);

        var withdrawn = await RemoveAsync(old);

        Assert.Equal(HttpStatusCode.NoContent, withdrawn.StatusCode);
        Assert.Equal([added], await SigningKeysAsync(_app));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (rotated, await UserInfoAsync(token)));
    }

    [Fact]
    public async Task When_the_newest_key_is_withdrawn_the_one_before_signs_again()
    {
        var before = await KeyOfNewTokenAsync();

        await RemoveAsync(await AddAsync());

        Assert.Equal(before, await KeyOfNewTokenAsync());
    }

    [Fact]
    public async Task The_only_key_and_an_unknown_one_cannot_be_withdrawn()
    {
        var only = Assert.Single(await SigningKeysAsync(_app));

        using var refused = await RemoveAsync(only);
        using var unknown = await RemoveAsync("unknown");

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (refused.StatusCode, unknown.StatusCode));
        Assert.Equal(
            """{"error":"invalid_request","error_description":"No such key, or the only one"}""", await refused.Content.ReadAsStringAsync());
        Assert.Equal([only], await SigningKeysAsync(_app));
    }

    [Fact]
    public async Task Keys_added_at_once_and_a_withdrawal_survive_a_restart()
    {
        var first = Assert.Single(await SigningKeysAsync(_app));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => AddAsync()));
        await RemoveAsync(first);
        var before = await SigningKeysAsync(_app);
        _app.Dispose();

        using var after = Start();

        Assert.Equal(4, before.Length);
        Assert.Equal(before, await SigningKeysAsync(after));
    }

    public void Dispose()
    {
        _client.Dispose();
        _app.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private KeycloakMockApp Start() => new(new() { ["StateFile"] = Path.Combine(_folder, "state.json") });

    private async Task<string> AddAsync()
    {
        using var response = await _client.PostAsync(new Uri($"{_app.Issuer}/development/keys"), null);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return $"{(await OAuthAnswer.ReadAsync(response)).Json["kid"]}";
    }

    private Task<HttpResponseMessage> RemoveAsync(string kid) =>
        _client.DeleteAsync(new Uri($"{_app.Issuer}/development/keys/{kid}"));

    private async Task<string?> KeyOfNewTokenAsync() =>
        (string?)OAuthClient.Header(await _app.UserTokenAsync("alice", "mcp:read", CancellationToken.None))["kid"];

    private async Task<HttpStatusCode> UserInfoAsync(string token)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get, new Uri($"{_app.Issuer}/protocol/openid-connect/userinfo"));
        request.Headers.Authorization = new("Bearer", token);
        using var response = await _client.SendAsync(request);
        return response.StatusCode;
    }

    private static async Task<string[]> SigningKeysAsync(KeycloakMockApp app)
    {
        using var client = app.CreateClient();
        var certs = await client.ReadAsync(new Uri($"{app.Issuer}/protocol/openid-connect/certs"));
        return [.. certs.Json["keys"]?.AsArray().Where(key => (string?)key?["use"] == "sig").Select(key => $"{key?["kid"]}") ?? []];
    }
}
