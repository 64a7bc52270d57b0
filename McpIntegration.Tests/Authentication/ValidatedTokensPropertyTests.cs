using CsCheck;
using McpIntegration.Tests.Pipeline;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace McpIntegration.Tests.Authentication;

/// <summary>
/// Random lives of tokens, keys and clocks: remembering what was validated never changes a verdict, whatever happened
/// in between.
/// </summary>
public sealed class ValidatedTokensPropertyTests
{
    private static readonly RsaSecurityKey[] Keys = [.. new[] { "a", "b", "c" }.Select(TestIssuer.CreateKey)];

    private static readonly Gen<Act> Acts = Gen.Frequency(
        (4, Gen.Const(Act.Issue)), (12, Gen.Const(Act.Present)), (4, Gen.Const(Act.Advance)),
        (2, Gen.Const(Act.Publish)), (2, Gen.Const(Act.Withdraw)), (3, Gen.Const(Act.Read)));

    private static readonly Gen<Flaw> Flaws = Gen.Frequency(
        (8, Gen.Const(Flaw.None)), (1, Gen.Const(Flaw.Audience)), (1, Gen.Const(Flaw.Issuer)),
        (1, Gen.Const(Flaw.Payload)), (1, Gen.Const(Flaw.NoExpiry)));

    private static readonly Gen<Step[]> Lives = Gen.Select(
        Acts, Flaws, Gen.Int[0, 5], Gen.Int[-45, 100], Gen.Int[-60, 60],
        (act, flaw, which, expiresIn, notBeforeIn) => new Step(act, flaw, which, expiresIn, notBeforeIn)).Array[1, 50];

    private enum Act
    {
        Issue,
        Present,
        Advance,
        Publish,
        Withdraw,
        Read,
    }

    private enum Flaw
    {
        None,
        Audience,
        Issuer,
        Payload,
        NoExpiry,
    }

    [Fact]
    public Task A_remembered_token_is_judged_as_full_validation_judges_it() => Lives.SampleAsync(
        async steps =>
        {
            using var validation = new TokenValidation();
            var published = new List<RsaSecurityKey> { Keys[0] };
            var issued = new List<string> { validation.Token(Keys[0]) };
            validation.Read(published);
            foreach (var step in steps)
            {
                await DoAsync(step, validation, published, issued);
            }
        },
        iter: 300);

    private static async Task DoAsync(
        Step step, TokenValidation validation, List<RsaSecurityKey> published, List<string> issued)
    {
        var key = Keys[step.Which % Keys.Length];
        switch (step.Act)
        {
            case Act.Issue:
                issued.Add(Issue(step, validation, key));
                break;
            case Act.Present:
                await PresentAsync(issued[^(1 + (step.Which % issued.Count))], validation, published);
                break;
            case Act.Advance:
                validation.Time.Advance(TimeSpan.FromSeconds(Math.Abs(step.ExpiresIn) / 2));
                break;
            case Act.Publish:
                published.Remove(key);
                published.Add(key);
                break;
            case Act.Withdraw:
                published.Remove(key);
                break;
            default:
                validation.Read(published);
                break;
        }
    }

    private static async Task PresentAsync(string token, TokenValidation validation, List<RsaSecurityKey> published)
    {
        var verdict = await validation.ValidateAsync(token, published);

        var expected = await validation.ValidateWithoutMemoryAsync(token);
        if (expected.Exception is SecurityTokenSignatureKeyNotFoundException && published.Count == 0)
        {
            Assert.True(verdict.IsUndecided);
            return;
        }

        Assert.Equal(
            (expected.IsValid, expected.Exception?.GetType()),
            (verdict.Principal is not null, verdict.Failure?.GetType()));
    }

    private static string Issue(Step step, TokenValidation validation, RsaSecurityKey key)
    {
        var now = validation.Time.GetUtcNow().UtcDateTime;
        var token = validation.Token(key, descriptor =>
        {
            descriptor.NotBefore = step.NotBeforeIn is > -45 and < 45 ? now.AddSeconds(step.NotBeforeIn) : null;
            descriptor.Expires = step.Flaw == Flaw.NoExpiry ? null : now.AddSeconds(step.ExpiresIn);
            descriptor.Audience = step.Flaw == Flaw.Audience ? "https://other.example" : descriptor.Audience;
            descriptor.Issuer = step.Flaw == Flaw.Issuer ? "https://other.example" : descriptor.Issuer;
        });
        return step.Flaw == Flaw.Payload ? Splice(token, validation.Token(key)) : token;
    }

    /// <summary>The payload of one token under the signature of another.</summary>
    private static string Splice(string token, string other)
    {
        var (parts, others) = (token.Split('.'), other.Split('.'));
        return string.Join('.', parts[0], others[1], parts[2]);
    }

    private sealed record Step(Act Act, Flaw Flaw, int Which, int ExpiresIn, int NotBeforeIn);
}
