using System.Security.Claims;
using McpIntegration.McpServer.Authentication;
using McpIntegration.Tests.Pipeline;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace McpIntegration.Tests.Authentication;

public sealed class ValidatedTokensTests : IDisposable
{
    private static readonly RsaSecurityKey Key = TestIssuer.CreateKey("key");
    private static readonly RsaSecurityKey Namesake = TestIssuer.CreateKey("key");

    private static readonly string[] Roles = ["mcp-directory", "user"];

    private readonly TokenValidation _validation = new();

    public ValidatedTokensTests() => _validation.Read([Key]);

    public void Dispose() => _validation.Dispose();

    [Fact]
    public async Task A_token_is_validated_once_in_a_minute()
    {
        var token = _validation.Token(Key);
        var first = await IdentityOfAsync(token);
        _validation.Time.Advance(TimeSpan.FromSeconds(59));
        var remembered = await IdentityOfAsync(token);
        _validation.Time.Advance(TimeSpan.FromSeconds(1));
        var anew = await IdentityOfAsync(token);

        Assert.Same(first, remembered);
        Assert.NotSame(first, anew);
    }

    [Fact]
    public async Task A_remembered_token_expires_to_the_second()
    {
        var token = _validation.Token(
            Key, descriptor => descriptor.Expires = _validation.Time.GetUtcNow().UtcDateTime.AddSeconds(10));
        await IdentityOfAsync(token);
        _validation.Time.Advance(TimeSpan.FromSeconds(40));
        await IdentityOfAsync(token);
        _validation.Time.Advance(TimeSpan.FromSeconds(1));

        var verdict = await _validation.ValidateAsync(token);

        Assert.IsType<SecurityTokenExpiredException>(verdict.Failure);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_makes_a_remembered_token_one_of_the_future_again()
    {
        var token = _validation.Token(
            Key, descriptor => descriptor.NotBefore = _validation.Time.GetUtcNow().UtcDateTime.AddSeconds(-10));
        await IdentityOfAsync(token);
        _validation.Time.AdjustTime(_validation.Time.GetUtcNow().AddSeconds(-41));

        var verdict = await _validation.ValidateAsync(token);

        Assert.IsType<SecurityTokenNotYetValidException>(verdict.Failure);
    }

    [Fact]
    public async Task The_same_keys_read_again_in_another_order_forget_nothing()
    {
        var other = TestIssuer.CreateKey("other");
        _validation.Read([Key, other]);
        var token = _validation.Token(Key);
        var first = await IdentityOfAsync(token);

        _validation.Read([other, Key]);

        Assert.Same(first, await IdentityOfAsync(token));
    }

    [Fact]
    public async Task A_validation_that_began_under_withdrawn_keys_leaves_nothing_behind()
    {
        for (var round = 0; round < 100; round++)
        {
            _validation.Read([Key]);
            var token = _validation.Token(Key, descriptor => descriptor.Claims["jti"] = Guid.NewGuid().ToString());
            var early =
                Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => _validation.ValidateAsync(token))));

            _validation.Read([Namesake]);
            var during = await _validation.ValidateAsync(token);
            await early;
            var after = await _validation.ValidateAsync(token);

            Assert.Equal((null, null), (during.Principal, after.Principal));
        }
    }

    [Fact]
    public void What_was_verified_with_earlier_keys_is_not_found_though_it_comes_after_the_change()
    {
        using var tokens = new ValidatedTokens(_validation.Time);
        var (earlier, current) = (TokenValidation.SetOf(Key), TokenValidation.SetOf(Namesake));
        var lifetime = new TokenLifetime(null, _validation.Time.GetUtcNow().UtcDateTime.AddMinutes(5));

        tokens.Add(default, earlier, lifetime, new SharedIdentity(new ClaimsIdentity("test")), size: 1);

        Assert.NotNull(tokens.Find(default, earlier));
        Assert.Null(tokens.Find(default, current));
    }

    [Fact]
    public async Task What_requests_share_cannot_be_changed_and_holds_no_token()
    {
        var token = _validation.Token(Key);
        var first = (await _validation.ValidateAsync(token)).Principal;
        first?.AddIdentity(new ClaimsIdentity([new Claim("roles", "intruder")]));
        var second = (await _validation.ValidateAsync(token)).Principal;
        var identity = Assert.IsType<SharedIdentity>(Assert.Single(second?.Identities ?? []));
        var claim = identity.Claims.First();

        Assert.Throws<InvalidOperationException>(() => identity.AddClaim(new Claim("roles", "intruder")));
        Assert.Throws<InvalidOperationException>(() => identity.AddClaims([new Claim("roles", "intruder")]));
        Assert.Throws<InvalidOperationException>(() => identity.RemoveClaim(claim));
        Assert.Throws<InvalidOperationException>(() => identity.TryRemoveClaim(claim));
        identity.Clone().AddClaim(new Claim("roles", "of the clone alone"));
        Assert.DoesNotContain(identity.Claims, held => held.Type == "roles");
        Assert.Equal((null, null), (identity.SecurityToken, identity.BootstrapContext));
    }

    [Fact]
    public async Task A_remembered_token_says_what_the_library_reads_from_it()
    {
        var token = _validation.Token(Key, descriptor =>
        {
            descriptor.Claims["SUB"] = "another letter case is another claim";
            descriptor.Claims["roles"] = Roles;
        });
        var expected = (await _validation.ValidateWithoutMemoryAsync(token)).ClaimsIdentity;
        await IdentityOfAsync(token);

        var remembered = await IdentityOfAsync(token);

        Assert.Equal(
            expected.Claims.Select(claim => claim.ToString()), remembered.Claims.Select(claim => claim.ToString()));
        Assert.Equal(
            ("alice", expected.AuthenticationType),
            (remembered.FindFirst("sub")?.Value, remembered.AuthenticationType));
    }

    [Theory]
    [InlineData(8_193, 'x')]
    [InlineData(100, 'é')]
    public async Task What_no_token_is_gets_no_further(int length, char character)
    {
        var verdict = await _validation.ValidateAsync(new string(character, length));

        Assert.IsType<SecurityTokenMalformedException>(verdict.Failure);
    }

    private async Task<SharedIdentity> IdentityOfAsync(string token)
    {
        var verdict = await _validation.ValidateAsync(token);
        return Assert.IsType<SharedIdentity>(verdict.Principal?.Identity);
    }
}
