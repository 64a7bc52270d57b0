using System.Security.Claims;
using McpIntegration.McpServer.Authentication;
using Xunit;

namespace McpIntegration.Tests.Authentication;

public sealed class CallerTests
{
    private static readonly Claim[] Alice = [new("iss", "https://issuer.example"), new("sub", "alice")];

    [Fact]
    public void Is_named_once_for_all_requests_that_bring_a_token()
    {
        var identity = new SharedIdentity(new ClaimsIdentity(Alice, "test"));

        Assert.Same(Caller.From(new ClaimsPrincipal(identity)), Caller.From(new ClaimsPrincipal(identity)));
    }

    [Fact]
    public void Is_who_the_claims_say_whether_or_not_the_token_was_validated_here()
    {
        var identity = new ClaimsIdentity(Alice, "test");

        Assert.Equal(
            Caller.From(new ClaimsPrincipal(identity)), Caller.From(new ClaimsPrincipal(new SharedIdentity(identity))));
    }

    [Fact]
    public void Equals_the_same_caller_whatever_has_been_made_of_either()
    {
        var (used, fresh) =
            (new Caller("https://issuer.example", "alice"), new Caller("https://issuer.example", "alice"));

        Assert.NotEmpty(used.Digest);
        Assert.Equal(fresh, used);
        Assert.NotEqual(new Caller("https://issuer.example", "bob"), used);
    }

    [Theory]
    [InlineData("iss")]
    [InlineData("sub")]
    public void Is_nobody_without_either_claim(string missing)
    {
        var identity = new SharedIdentity(new ClaimsIdentity(Alice.Where(claim => claim.Type != missing), "test"));

        Assert.Throws<InvalidOperationException>(() => Caller.From(new ClaimsPrincipal(identity)));
    }
}
