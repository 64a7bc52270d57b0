using McpIntegration.McpServer.Authentication;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace McpIntegration.Tests.Authentication;

public sealed class TokenLifetimeTests
{
    private static readonly TokenValidationParameters Library = new() { ClockSkew = TimeSpan.FromSeconds(30) };

    [Fact]
    public void It_decides_as_the_library_does()
    {
        int?[] seconds = [null, -4_000, -35, -25, 0, 25, 35, 4_000];
        var now = DateTime.UtcNow;

        Assert.All(seconds, notBefore => Assert.All(seconds, expires =>
        {
            var lifetime = new TokenLifetime(At(now, notBefore), At(now, expires));
            var expected = Record.Exception(
                () => Validators.ValidateLifetime(lifetime.NotBefore, lifetime.Expires, null, Library));
            Assert.Equal(expected?.GetType(), lifetime.FaultAt(now)?.GetType());
        }));
    }

    private static DateTime? At(DateTime now, int? seconds) => seconds is { } some ? now.AddSeconds(some) : null;
}
