using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.Tools;

public sealed class GetMetricsTests(UnlimitedMcpServer server) : IClassFixture<UnlimitedMcpServer>
{
    private string Token => server.App.Issuer.Token("mcp:metrics");

    [Theory]
    [InlineData("{\"metricType\":\"usage\",\"timeRange\":\"1h\"}", "usage", "1h", 60)]
    [InlineData("{\"metricType\":\"usage\"}", "usage", "24h", 96)]
    [InlineData("{\"metricType\":\"usage\",\"timeRange\":null}", "usage", "24h", 96)]
    [InlineData("{\"metricType\":\"performance\",\"timeRange\":\"7d\"}", "performance", "7d", 168)]
    [InlineData("{\"metricType\":\"health\",\"timeRange\":\"30d\"}", "health", "30d", 120)]
    [InlineData("{\"metricType\":\"HEALTH\",\"timeRange\":\"30D\"}", "health", "30d", 120)]
    public async Task A_series_has_its_type_range_values_and_a_summary_of_them(
        string arguments, string type, string range, int count)
    {
        using var answer = await server.App.CallAsync("get_metrics", arguments, Token);

        var content = await answer.ReadStructuredAsync();
        var points = content["values"]?.AsArray() ?? [];
        var values = points.Select(point => (double?)point?["value"] ?? double.NaN).ToArray();
        var times = points.Select(point => (DateTimeOffset?)point?["timestamp"]).ToArray();
        Assert.Equal(
            (type, range, count), ((string?)content["metricType"], (string?)content["timeRange"], values.Length));
        Assert.Equal(times.Order(), times);
        Assert.Equal(
            (values.Min(), values.Max()),
            ((double?)content["summary"]?["min"], (double?)content["summary"]?["max"]));
        Assert.Equal(values.Average(), (double?)content["summary"]?["avg"] ?? double.NaN, 0.005 + 1e-9);
    }

    [Theory]
    [InlineData(
        "{}",
        "The argument metricType is missing. usage: requests; performance: response times; health: availability.")]
    [InlineData("{\"metricType\":\"cost\"}", "metricType is \"cost\". Use one of: usage, performance, health.")]
    [InlineData("{\"metricType\":\"\"}", "metricType is \"\". Use one of: usage, performance, health.")]
    [InlineData(
        "{\"metricType\":\"usage/../../users\"}",
        "metricType is \"usage/../../users\". Use one of: usage, performance, health.")]
    [InlineData(
        "{\"metricType\":[\"usage\"]}",
        "metricType must be text, not an array. Use one of: usage, performance, health.")]
    [InlineData(
        "{\"metricType\":\"usage\",\"timeRange\":\"1y\"}",
        "timeRange is \"1y\". Use one of: 1h, 24h, 7d, 30d.")]
    [InlineData(
        "{\"metricType\":\"usage\",\"timeRange\":24}",
        "timeRange must be text, not a number. Use one of: 1h, 24h, 7d, 30d.")]
    [InlineData(
        "{\"metricType\":\"usage\",\"timeRange\":\"1h&x=1\"}",
        "timeRange is \"1h&x=1\". Use one of: 1h, 24h, 7d, 30d.")]
    [InlineData(
        "{\"metricType\":\"usage\",\"range\":\"1h\"}",
        "There is no argument \"range\". Use: metricType, timeRange.")]
    public async Task Wrong_arguments_are_named_with_what_is_allowed_and_ask_nothing(string arguments, string sentence)
    {
        var asked = server.App.Api.ReceivedRequests.Count;

        using var answer = await server.App.CallAsync("get_metrics", arguments, Token);

        Assert.Equal(sentence, await answer.ReadToolErrorAsync());
        Assert.Equal(asked, server.App.Api.ReceivedRequests.Count);
    }
}
