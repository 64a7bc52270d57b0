using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using McpIntegration.Tests.Pipeline;
using McpIntegration.Tests.Redis;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace McpIntegration.Tests.Authentication;

public sealed class KeyRotationTests : IAsyncLifetime
{
    private readonly RSA _forger = RSA.Create(2048);
    private readonly McpServerApp _app = new()
    {
        Settings = { ["RateLimiting:Permits"] = "10000", ["Authentication:FailuresPerMinute"] = "10000" },
    };

    public Task InitializeAsync() => _app.InitializeAsync();

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        _forger.Dispose();
    }

    [Fact]
    public async Task The_first_token_of_a_new_key_is_accepted_and_those_of_a_withdrawn_one_are_not_any_more()
    {
        var old = _app.Issuer.Token("");
        var before = await AskAsync(old);
        _app.Issuer.Rotate("next-key");
        _app.Issuer.Withdraw("test-key");
        var remembered = await AskAsync(old);

        var first = await AskAsync(_app.Issuer.Token(""));
        var withdrawn = await AskAsync(old);

        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Unauthorized),
            (before, remembered, first, withdrawn));
    }

    [Fact]
    public async Task A_flood_of_forged_key_names_neither_keeps_a_new_key_out_nor_hurries_the_issuer_nor_stops_others()
    {
        var known = _app.Issuer.Token("");
        Assert.Equal(HttpStatusCode.OK, await AskAsync(known));
        var (readsBefore, clock) = (_app.Issuer.KeyReads, Stopwatch.StartNew());
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        var flood = FloodAsync(end.Token);
        await Eventually.TrueAsync("the flood has made the server ask", () => _app.Issuer.KeyReads > readsBefore);

        _app.Issuer.Rotate("next-key");
        var rotated = clock.Elapsed;
        var first = await AskAsync(_app.Issuer.Token(""));
        var delay = clock.Elapsed - rotated;
        var others = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => AskAsync(known)));
        var forged = await flood;
        var reads = _app.Issuer.KeyReads - readsBefore;

        Assert.Equal(HttpStatusCode.OK, first);
        Assert.InRange(delay, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.All(others, status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.All(
            forged,
            status =>
                Assert.Contains(status, new[] { HttpStatusCode.Unauthorized, HttpStatusCode.ServiceUnavailable }));
        Assert.InRange(reads, 1, (int)clock.Elapsed.TotalSeconds + 1);
    }

    [Fact]
    public async Task No_request_with_a_known_key_reaches_the_issuer()
    {
        Assert.Equal(HttpStatusCode.OK, await AskAsync(_app.Issuer.Token("")));

        var statuses = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(number => AskAsync(_app.Issuer.Token("", $"person-{number % 50}"))));

        Assert.All(statuses, status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.Equal(1, _app.Issuer.KeyReads);
    }

    private async Task<HttpStatusCode> AskAsync(string token)
    {
        using var answer = await _app.PostAsync(McpMessages.Ping, token);
        return answer.StatusCode;
    }

    private string Forge(int number) => _app.Issuer.Token("", change: token =>
        token.SigningCredentials = TestIssuer.Sign(new RsaSecurityKey(_forger) { KeyId = $"forged-{number}" }));

    /// <summary>50 a second, each naming another key, until told to stop.</summary>
    private async Task<HttpStatusCode[]> FloodAsync(CancellationToken end)
    {
        var asked = new List<Task<HttpStatusCode>>();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!end.IsCancellationRequested)
        {
            asked.Add(AskAsync(Forge(asked.Count)));
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }

        return await Task.WhenAll(asked);
    }
}
