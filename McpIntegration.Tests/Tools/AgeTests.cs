using System.Globalization;
using System.Text.Json.Nodes;
using McpIntegration.Tests.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;
using ZiggyCreatures.Caching.Fusion;

namespace McpIntegration.Tests.Tools;

/// <summary>How an answer that the internal API did not just give says so.</summary>
public sealed class AgeTests : IAsyncLifetime
{
    private const string KeyPrefix = "mcp:rc:1:";

    private readonly McpServerApp _app;
    private readonly ShiftedTime _time = new();
    private string _key = "";

    public AgeTests() => _app = new()
    {
        ConfigureServices = services => services.AddSingleton<TimeProvider>(_time).AddFakeLogging(),
    };

    private IFusionCache Cache => _app.Services.GetRequiredService<IFusionCache>();

    public async Task InitializeAsync()
    {
        await _app.InitializeAsync();
        Cache.Events.Memory.Set += (_, set) => _key = set.Key[KeyPrefix.Length..];
    }

    public Task DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData("query_data", "{\"collection\":\"users\"}", 61)]
    [InlineData("get_metrics", "{\"metricType\":\"usage\"}", 61)]
    [InlineData("get_user_profile", "{\"userId\":\"user-123\"}", 301)]
    public async Task A_miss_has_no_age_and_a_hit_or_a_stale_answer_says_it_in_header_meta_and_audit(
        string tool, string arguments, int staleAt)
    {
        using var miss = await _app.CallAsync(tool, arguments, _app.Issuer.Token(McpServerApp.AllScopes));
        _time.Shift = TimeSpan.FromSeconds(42);
        using var hit = await _app.CallAsync(tool, arguments, _app.Issuer.Token(McpServerApp.AllScopes));
        await OutliveAsync(TimeSpan.FromSeconds(staleAt));
        _app.Api.SetFault("status=503");
        using var stale = await _app.CallAsync(tool, arguments, _app.Issuer.Token(McpServerApp.AllScopes));

        Assert.Null(miss.Header("Age"));
        AssertAge("HIT", 42, hit.Header("X-Cache"), hit.Header("Age"));
        AssertAge("STALE", staleAt, stale.Header("X-Cache"), stale.Header("Age"));
        var fresh = await miss.ReadResultAsync();
        Assert.Equal(With(fresh, """{"internal-data-server/cache":"MISS"}"""), WithoutNotice(fresh));
        Assert.Equal(
            With(fresh, $$"""{"internal-data-server/cache":"HIT","internal-data-server/age":{{hit.Header("Age")}}}"""),
            WithoutNotice(await hit.ReadResultAsync()));
        Assert.Equal(
            With(
                fresh,
                $$"""{"internal-data-server/cache":"STALE","internal-data-server/age":{{stale.Header("Age")}}}"""),
            WithoutNotice(await stale.ReadResultAsync()));
        var ages = _app.Services.GetFakeLogCollector()
            .GetSnapshot()
            .Select(record => record.GetStructuredStateValue("CacheAge"))
            .OfType<string>();
        Assert.Equal(["", hit.Header("Age"), stale.Header("Age")], ages);
    }

    [Theory]
    [InlineData("status=403")]
    [InlineData("status=404")]
    [InlineData("status=401")]
    [InlineData("status=410")]
    public async Task What_the_API_refuses_to_give_again_is_not_served_as_stale_then_or_later(string refusal)
    {
        using var miss = await QueryAsync();
        await OutliveAsync(TimeSpan.FromSeconds(61));
        _app.Api.SetFault(refusal);
        using var refused = await QueryAsync();
        _app.Api.SetFault("status=503");
        using var later = await QueryAsync();

        Assert.Equal(
            ("MISS", null, null), (miss.Header("X-Cache"), refused.Header("X-Cache"), later.Header("X-Cache")));
        Assert.Equal(
            "The internal API is not available now. Try again in 10 seconds.", await later.ReadToolErrorAsync());
    }

    private Task<HttpResponseMessage> QueryAsync() =>
        _app.CallAsync("query_data", """{"collection":"users"}""", _app.Issuer.Token("mcp:query"));

    private static void AssertAge(string expected, int seconds, string? status, string? age)
    {
        Assert.Equal(expected, status);
        Assert.InRange(int.Parse(age ?? "", CultureInfo.InvariantCulture), seconds, seconds + 10);
    }

    /// <summary>The same result but for what it says of itself.</summary>
    private static string With(JsonNode result, string meta)
    {
        var changed = result.DeepClone();
        changed["_meta"] = JsonNode.Parse(meta);
        return WithoutNotice(changed);
    }

    /// <summary>The notice before the data has a marker that no other answer has.</summary>
    private static string WithoutNotice(JsonNode result)
    {
        var rest = result.DeepClone();
        rest["content"]?.AsArray().RemoveAt(0);
        return rest.ToJsonString();
    }

    /// <summary>The cache has a clock of its own that no test can set: what it holds is expired by hand.</summary>
    private async Task OutliveAsync(TimeSpan shift)
    {
        _time.Shift = shift;
        await Cache.ExpireAsync(_key);
    }

    private sealed class ShiftedTime : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
    }
}
