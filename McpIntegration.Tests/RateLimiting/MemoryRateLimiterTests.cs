using McpIntegration.McpServer.RateLimiting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace McpIntegration.Tests.RateLimiting;

public sealed class MemoryRateLimiterTests
{
    [Fact]
    public void Who_is_refused_for_what_Redis_granted_is_told_when_Redis_may_have_granted_it_at_the_latest()
    {
        var time = new FakeTimeProvider();
        var limiter = new MemoryRateLimiter(
            Options.Create(new RateLimitingOptions { Permits = 1, Window = TimeSpan.FromSeconds(10) }), time);
        var askedAt = limiter.Now;
        time.Advance(TimeSpan.FromMilliseconds(40));
        limiter.Record("alice", 1, askedAt);

        var refused = limiter.Look("alice", 1);
        time.Advance(TimeSpan.FromMilliseconds(10_001 - 40));
        var later = limiter.Look("alice", 1);

        Assert.Equal((false, TimeSpan.FromMilliseconds(10_001)), (refused.Allowed, refused.RetryAfter));
        Assert.Equal(refused.RetryAfter, refused.Reset);
        Assert.True(later.Allowed);
    }
}
