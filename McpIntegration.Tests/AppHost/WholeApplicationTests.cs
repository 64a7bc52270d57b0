using System.Net.Http.Json;
using System.Text.Json.Nodes;
using StackExchange.Redis;
using Xunit;

namespace McpIntegration.Tests.AppHost;

[Collection(RunningApplicationTestGroup.Name)]
public sealed class WholeApplicationTests(RunningApplication application)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    [Theory]
    [InlineData("mcp-server")]
    [InlineData("keycloak")]
    [InlineData("internal-api")]
    public async Task Every_service_is_healthy(string resource)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var client = application.CreateClient(resource);

        var health = await client.GetFromJsonAsync<JsonObject>("/health", limit.Token);

        Assert.Equal("healthy", (string?)health?["status"]);
    }

    // The rate limiter is a script that asks the server for the time.
    [Fact]
    public async Task The_cache_runs_scripts()
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(application.CacheConnectionString);

        var seconds = (long)await redis.GetDatabase().ScriptEvaluateAsync("return redis.call('TIME')[1]");

        Assert.InRange(
            DateTimeOffset.FromUnixTimeSeconds(seconds), DateTimeOffset.UtcNow - Limit, DateTimeOffset.UtcNow + Limit);
    }

    [Fact]
    public async Task The_server_is_told_where_everything_is()
    {
        var environment = await application.EnvironmentAsync("mcp-server");

        Assert.Equal(application.Issuer, environment["Authentication__Issuer"]);
        Assert.Equal(application.McpEndpoint.AbsoluteUri, environment["Authentication__Resource"]);
        Assert.Equal(application.CacheConnectionString, environment["ConnectionStrings__cache"]);
        Assert.Equal(application.InternalApi, new Uri(environment["InternalApi__BaseAddress"]));
        Assert.Equal("development-only-api-key", environment["InternalApi__ApiKey"]);
        Assert.InRange(environment["Caching__Key"].Length, 32, int.MaxValue);
        Assert.DoesNotContain("ASPNETCORE_FORWARDEDHEADERS_ENABLED", environment.Keys);
    }

    [Fact]
    public async Task The_issuer_is_told_the_same_addresses_as_the_server()
    {
        var environment = await application.EnvironmentAsync("keycloak");

        Assert.Equal(application.Issuer, $"{environment["KC_HOSTNAME"]}/realms/mcp");
        Assert.Equal(application.McpEndpoint.AbsoluteUri, environment["MCP_RESOURCE"]);
        Assert.Equal("development-only-secret", environment["MCP_MACHINE_SECRET"]);
    }
}
