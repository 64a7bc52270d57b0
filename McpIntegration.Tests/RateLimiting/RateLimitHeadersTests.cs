using McpIntegration.McpServer.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Xunit;

namespace McpIntegration.Tests.RateLimiting;

public sealed class RateLimitHeadersTests
{
    [Theory]
    [InlineData(42, 317_000, "\"default\";r=42;t=317")]
    [InlineData(0, 316_001, "\"default\";r=0;t=317")]
    [InlineData(100, 0, "\"default\";r=100;t=0")]
    public void A_granted_request_is_told_what_remains_and_for_how_many_whole_seconds_rounded_up(
        int remaining, int resetMs, string expected)
    {
        var fields = Write(new RateLimitDecision(true, remaining, TimeSpan.FromMilliseconds(resetMs), TimeSpan.Zero));

        Assert.Equal(
            new Dictionary<string, string> { ["RateLimit-Policy"] = "\"default\";q=100;w=900", ["RateLimit"] = expected },
            fields);
    }

    [Theory]
    [InlineData(1, "1")]
    [InlineData(1_000, "1")]
    [InlineData(1_001, "2")]
    [InlineData(899_999, "900")]
    public void A_refused_request_is_told_the_first_whole_second_at_which_it_fits(int retryMs, string expected)
    {
        var fields =
            Write(new RateLimitDecision(false, 0, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(retryMs)));

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["RateLimit-Policy"] = "\"default\";q=100;w=900",
                ["RateLimit"] = "\"default\";r=0;t=1",
                ["Retry-After"] = expected,
            },
            fields);
    }

    private static Dictionary<string, string> Write(RateLimitDecision decision)
    {
        var headers = new HeaderDictionary();
        new RateLimitHeaders(Options.Create(new RateLimitingOptions())).Write(headers, decision);
        return headers.ToDictionary(field => field.Key, field => field.Value.ToString());
    }
}
