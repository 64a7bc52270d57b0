using System.Net;
using System.Security.Cryptography;
using McpIntegration.McpServer.Authentication;
using McpIntegration.Tests.Pipeline;
using McpIntegration.Tests.Redis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace McpIntegration.Tests.Authentication;

public sealed class FailedAttemptsTests : IAsyncLifetime
{
    private const int Limit = 20;
    private const string Forged = "a.forged.token";
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly McpServerApp _app;

    public FailedAttemptsTests() =>
        _app = new() { ConfigureServices = services => services.AddSingleton<TimeProvider>(_time) };

    public Task InitializeAsync() => _app.InitializeAsync();

    public Task DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task The_21st_in_a_minute_is_429_and_says_when_to_come_back_and_nothing_of_the_token()
    {
        Assert.All(await FailAsync(Limit), status => Assert.Equal(HttpStatusCode.Unauthorized, status));

        using var answer = await _app.PostAsync(McpMessages.Ping, Forged);

        Assert.Equal(
            (HttpStatusCode.TooManyRequests, "60", null),
            (answer.StatusCode, answer.Header("Retry-After"), answer.Header("WWW-Authenticate")));
        Assert.Equal(
            """{"error":"too_many_failures","error_description":"Too many tokens from this address were refused. Wait 60 seconds, or send a valid token."}""",
            await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Retry_After_is_true_to_the_second_and_only_what_was_counted_comes_back()
    {
        await FailAsync(Limit / 2);
        _time.Advance(TimeSpan.FromSeconds(20));
        await FailAsync(Limit / 2);
        _time.Advance(TimeSpan.FromSeconds(10.5));

        using var refused = await _app.PostAsync(McpMessages.Ping, Forged);
        _time.Advance(TimeSpan.FromSeconds(29));
        var early = await FailAsync(1);
        _time.Advance(TimeSpan.FromSeconds(0.5));
        var due = await FailAsync(Limit / 2);
        var over = await FailAsync(1);

        Assert.Equal("30", refused.Header("Retry-After"));
        Assert.Equal([HttpStatusCode.TooManyRequests], early);
        Assert.All(due, status => Assert.Equal(HttpStatusCode.Unauthorized, status));
        Assert.Equal([HttpStatusCode.TooManyRequests], over);
    }

    [Fact]
    public async Task A_valid_token_passes_at_any_time_and_resets_nothing()
    {
        await FailAsync(Limit);

        using var valid = await _app.PostAsync(McpMessages.Ping, _app.Issuer.Token(""));

        Assert.Equal(HttpStatusCode.OK, valid.StatusCode);
        Assert.Equal([HttpStatusCode.TooManyRequests], await FailAsync(1));
    }

    [Fact]
    public async Task Neither_no_token_nor_a_malformed_header_nor_an_expired_token_counts_or_is_held_up()
    {
        var expired = _app.Issuer.Token("", change: token => token.Expires = DateTime.UtcNow.AddHours(-1));
        var before = await AskAsync();
        await FailAsync(Limit);
        var after = await AskAsync();

        Assert.Equal(
            Enumerable.Repeat(
                (HttpStatusCode.Unauthorized, HttpStatusCode.BadRequest, HttpStatusCode.Unauthorized), Limit + 1),
            before);
        Assert.Equal(before, after);

        async Task<List<(HttpStatusCode, HttpStatusCode, HttpStatusCode)>> AskAsync()
        {
            var answers = new List<(HttpStatusCode, HttpStatusCode, HttpStatusCode)>();
            for (var i = 0; i <= Limit; i++)
            {
                using var anonymous = await _app.PostAsync(McpMessages.Ping, null);
                using var malformed = await _app.PostAsync(McpMessages.Ping, "a b");
                using var old = await _app.PostAsync(McpMessages.Ping, expired);
                answers.Add((anonymous.StatusCode, malformed.StatusCode, old.StatusCode));
            }

            return answers;
        }
    }

    [Fact]
    public async Task A_forgery_counts_even_when_it_claims_to_have_expired()
    {
        using var rsa = RSA.Create(2048);
        var forged = _app.Issuer.Token("", change: token =>
        {
            token.Expires = DateTime.UtcNow.AddHours(-1);
            token.SigningCredentials = new SigningCredentials(
                new RsaSecurityKey(rsa) { KeyId = "test-key" }, SecurityAlgorithms.RsaSha256);
        });
        await FailAsync(Limit - 1);

        using var last = await _app.PostAsync(McpMessages.Ping, forged);
        using var over = await _app.PostAsync(McpMessages.Ping, forged);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests), (last.StatusCode, over.StatusCode));
    }

    [Fact]
    public async Task An_address_that_a_stranger_claims_is_not_believed()
    {
        for (var i = 0; i < Limit; i++)
        {
            await FailAsync(1, $"203.0.113.{i}");
        }

        Assert.Equal([HttpStatusCode.TooManyRequests], await FailAsync(1, "203.0.113.99"));
    }

    [Theory]
    [InlineData("203.0.113.1", "203.0.113.1", true)]
    [InlineData("203.0.113.1", "::ffff:203.0.113.1", true)]
    [InlineData("203.0.113.1", "198.51.100.1, 203.0.113.1", true)]
    [InlineData("203.0.113.1", "203.0.113.1, 198.51.100.1", false)]
    [InlineData("203.0.113.1", "203.0.113.2", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:1:2:3", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public async Task Behind_a_trusted_proxy_the_client_s_address_counts_by_its_network(
        string first, string second, bool areOne)
    {
        _app.Settings["Edge:TrustedNetworks:0"] = "127.0.0.0/8";
        await FailAsync(Limit, first);

        var status = Assert.Single(await FailAsync(1, second));

        Assert.Equal(areOne ? HttpStatusCode.TooManyRequests : HttpStatusCode.Unauthorized, status);
    }

    [Fact]
    public void A_flood_of_addresses_neither_locks_a_new_one_out_nor_makes_a_known_one_forgotten()
    {
        var attempts = new FailedAttempts(Options.Create(new AuthenticationOptions { FailuresPerMinute = 1 }), _time);
        var attacker = IPAddress.Parse("203.0.113.1");
        attempts.Count(attacker);

        for (var i = 0; i < 200_000; i++)
        {
            var stranger = IPAddress.Parse($"2001:db8:{i >> 16:x}:{i & 0xffff:x}::1");
            Assert.Null(attempts.Count(stranger));
            if (i % 1_000 == 0)
            {
                Assert.NotNull(attempts.Count(attacker));
            }
        }
    }

    private async Task<HttpStatusCode[]> FailAsync(int times, string? forwardedFor = null)
    {
        // Before, no token is judged, so none can fail.
        await Eventually.TrueAsync(
            "the issuer's keys are read", () => _app.Services.GetRequiredService<IssuerKeys>().Current is not null);
        var statuses = new HttpStatusCode[times];
        for (var i = 0; i < times; i++)
        {
            using var answer = await _app.PostAsync(McpMessages.Ping, Forged, request =>
            {
                if (forwardedFor is not null)
                {
                    request.Headers.Add("X-Forwarded-For", forwardedFor);
                }
            });
            statuses[i] = answer.StatusCode;
        }

        return statuses;
    }
}
