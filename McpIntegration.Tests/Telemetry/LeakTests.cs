using Xunit;

namespace McpIntegration.Tests.Telemetry;

public sealed class LeakTests(BusyRun run) : IClassFixture<BusyRun>
{
    // 'alice' is everywhere, and rightly so; as a password it is only where a form was written down.
    private static readonly string[] Passwords = ["password=alice", "password=bob", "\"password\":"];

    private IEnumerable<string> Tokens =>
        run.Tokens.SelectMany(token => (string[])[token[..BusyRun.Piece], .. token.Split('.')[1..]]);

    private IEnumerable<string> Secrets => [.. Tokens, .. Passwords, run.Api.ApiKey, BusyRun.CacheKey];

    [Fact]
    public void The_console_shows_no_secret_even_with_every_log_at_Trace() => AssertWithout(
        Secrets, run.Console, "Tool query_data called by", "Microsoft.AspNetCore.Routing.Matching", "trce: System.Net.Http.HttpClient");

    [Theory]
    [InlineData("logs", "Tool query_data called by")]
    [InlineData("traces", "tools/call get_user_profile")]
    [InlineData("metrics", "internal_data_server.tool.calls")]
    public void Telemetry_exports_no_secret(string signal, string proof) =>
        AssertWithout(Secrets, run.Telemetry(signal), proof);

    [SkippableFact]
    public void Redis_is_told_no_secret_and_no_subject()
    {
        Requirement.Demand(run.IsRedisWatched, "redis-server is not on PATH, and Garnet has no MONITOR.");

        AssertWithout([.. Secrets, .. run.Subjects], run.Redis, "\"mcp:rl:1:", "\"mcp:rc:1:");
    }

    [Fact]
    public void The_internal_API_never_sees_the_caller_s_token() => AssertWithout(
        [.. Tokens, .. Passwords, BusyRun.CacheKey], run.Upstream, "/api/v1/users?", "/api/v1/users/user-123", "/api/v1/metrics/usage", "/api/v1/products");

    [Fact]
    public void No_answer_repeats_a_secret() => AssertWithout(
        Secrets, run.Answers, "HTTP/1.1 200 ", "HTTP/1.1 400 ", "HTTP/1.1 401 ", "HTTP/1.1 403 ", "HTTP/1.1 404 ", "isError");

    [Fact]
    public void The_issuer_s_log_shows_no_token_and_no_password() =>
        AssertWithout([.. Tokens, .. Passwords], run.IssuerLog, "Client mcp-machine has a token");

    private static void AssertWithout(IEnumerable<string> secrets, string captured, params string[] proofs)
    {
        Assert.All(proofs, proof => Assert.Contains(proof, captured, StringComparison.Ordinal));
        var leaks = secrets.SelectMany(secret => Around(secret, captured)).Distinct().ToArray();
        Assert.True(leaks.Length == 0, string.Join("\n\n", leaks));
    }

    private static IEnumerable<string> Around(string secret, string captured)
    {
        for (var at = captured.IndexOf(secret, StringComparison.Ordinal); at >= 0; at = captured.IndexOf(secret, at + 1, StringComparison.Ordinal))
        {
            yield return captured[Math.Max(0, at - 200)..Math.Min(captured.Length, at + 40)];
        }
    }
}
