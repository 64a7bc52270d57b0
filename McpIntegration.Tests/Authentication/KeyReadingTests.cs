using System.Net;
using McpIntegration.Tests.Pipeline;
using McpIntegration.Tests.Redis;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace McpIntegration.Tests.Authentication;

/// <summary>What the server's own readings of the issuer's keys change, and what they do not.</summary>
public sealed class KeyReadingTests : IAsyncLifetime
{
    private static readonly TimeSpan AlmostDue = TimeSpan.FromSeconds(59);
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly McpServerApp _app;

    public KeyReadingTests() =>
        _app = new() { ConfigureServices = services => services.AddSingleton<TimeProvider>(_time) };

    public Task InitializeAsync() => _app.InitializeAsync();

    public Task DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_withdrawn_key_stops_counting_with_the_next_reading_a_minute_later()
    {
        var (old, oldest) = (LongLived(), _app.Issuer.Key);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(old));
        _app.Issuer.Rotate("next-key");
        _app.Issuer.Withdraw(oldest.KeyId);

        var advanced = await ReadAgainAsync();

        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.Unauthorized), (await AskAsync(LongLived()), await AskAsync(old)));
        Assert.InRange(advanced, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(62));
    }

    [Fact]
    public async Task Known_keys_go_on_counting_through_a_long_outage_and_new_ones_count_after_it()
    {
        var old = LongLived();
        Assert.Equal(HttpStatusCode.OK, await AskAsync(old));
        _app.Issuer.InsteadOfKeys = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        for (var reading = 0; reading < 20; reading++)
        {
            await ReadAgainAsync();
        }

        _time.Advance(TimeSpan.FromHours(25));
        var during = await AskAsync(old);
        _app.Issuer.Rotate("next-key");
        _app.Issuer.Withdraw("test-key");
        _app.Issuer.InsteadOfKeys = null;
        await ReadAgainAsync();

        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Unauthorized),
            (during, await AskAsync(LongLived()), await AskAsync(old)));
    }

    [Theory]
    [InlineData(200, "")]
    [InlineData(200, "<html>Sign in</html>")]
    [InlineData(200, "null")]
    [InlineData(200, "[]")]
    [InlineData(200, "{}")]
    [InlineData(200, """{"keys":[]}""")]
    [InlineData(200, """{"keys":5}""")]
    [InlineData(200, """{"keys":[5,null,"x"]}""")]
    [InlineData(200, """{"keys":[{"kty":"RSA","kid":"test-key","use":"sig","n":"!","e":"?"}]}""")]
    [InlineData(200, """{"keys":[{"kty":"oct","kid":"test-key","k":"c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3JldA"}]}""")]
    [InlineData(404, """{"error":"Realm does not exist"}""")]
    [InlineData(503, "")]
    public async Task An_answer_without_a_usable_key_withdraws_nothing(int status, string body)
    {
        var token = LongLived();
        Assert.Equal(HttpStatusCode.OK, await AskAsync(token));
        _app.Issuer.InsteadOfKeys = context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(body);
        };

        await ReadAgainAsync();

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await AskAsync(token), await AskAsync(LongLived())));
    }

    [Fact]
    public async Task Waits_for_a_reading_leave_room_for_those_who_need_not_wait()
    {
        _app.Settings["Edge:MaxConcurrentRequests"] = "8";
        var known = LongLived();
        var readings = _app.Services.GetRequiredService<McpServer.Authentication.IssuerKeys>();
        var next = readings.NextReading;
        var forged = Enumerable.Range(0, 8).Select(number => _app.PostAsync(McpMessages.Ping, Forge(number))).ToList();

        // The clock stands still, and with it the reading that seven of them wait for.
        var refused = await Task.WhenAny(forged);
        using var answered = await _app.PostAsync(McpMessages.Ping, known);
        await Eventually.TrueAsync("the keys are read again", () =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(5));
            return readings.NextReading != next;
        });
        var statuses = (await Task.WhenAll(forged)).Select(answer => answer.StatusCode).Order();

        Assert.Equal("1", (await refused).Header("Retry-After"));
        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
        Assert.Equal(
            [.. Enumerable.Repeat(HttpStatusCode.Unauthorized, 7), HttpStatusCode.ServiceUnavailable], statuses);
    }

    /// <summary>Lets time pass until the server reads once more, and says how long that was.</summary>
    private async Task<TimeSpan> ReadAgainAsync()
    {
        var (readings, start) =
            (_app.Services.GetRequiredService<McpServer.Authentication.IssuerKeys>(), _time.GetUtcNow());
        var next = readings.NextReading;
        await Eventually.TrueAsync("the keys are read again", () =>
        {
            if (readings.NextReading != next)
            {
                return true;
            }

            // In small steps near the end: the clock goes on while the server gets no processor time to notice.
            _time.Advance(
                _time.GetUtcNow() - start < AlmostDue ? TimeSpan.FromSeconds(0.5) : TimeSpan.FromMilliseconds(25));
            return false;
        });
        var passed = _time.GetUtcNow() - start;
        await next.Ended;
        return passed;
    }

    private string LongLived() =>
        _app.Issuer.Token("", change: token => token.Expires = _time.GetUtcNow().UtcDateTime.AddDays(7));

    private string Forge(int number) => _app.Issuer.Token("", change: token =>
        token.SigningCredentials = TestIssuer.Sign(TestIssuer.CreateKey($"forged-{number}")));

    private async Task<HttpStatusCode> AskAsync(string token)
    {
        var asking = _app.PostAsync(McpMessages.Ping, token);
        await Eventually.TrueAsync("the request is answered", () =>
        {
            // A token of an unknown key waits for a reading, which waits for its time.
            _time.Advance(TimeSpan.FromMilliseconds(5));
            return asking.IsCompleted;
        });
        using var answer = await asking;
        return answer.StatusCode;
    }
}
