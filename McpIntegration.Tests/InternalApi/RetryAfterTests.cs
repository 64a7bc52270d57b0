using McpIntegration.McpServer.InternalApi;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace McpIntegration.Tests.InternalApi;

public sealed class RetryAfterTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("120", 120)]
    [InlineData("2147483647", 86_400)]
    [InlineData("Fri, 27 Nov 2026 20:00:30 GMT", 30)]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", 86_400)]
    [InlineData("Wed, 21 Oct 2015 07:28:00 GMT", null)]
    [InlineData("-5", null)]
    [InlineData("99999999999999999999", null)]
    [InlineData("1.5", null)]
    [InlineData("soon", null)]
    [InlineData(null, null)]
    public void It_is_a_time_that_makes_sense_or_none(string? field, int? seconds)
    {
        using var response = new HttpResponseMessage();
        response.Headers.TryAddWithoutValidation("Retry-After", field);
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 27, 20, 0, 0, TimeSpan.Zero));

        Assert.Equal(seconds, RetryAfter.Of(response, time)?.TotalSeconds);
    }
}
