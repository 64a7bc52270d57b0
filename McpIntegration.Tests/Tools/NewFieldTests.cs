using McpIntegration.Tests.InternalApi;
using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.Tools;

/// <summary>
/// A field that appears in the internal API tomorrow is not delivered until somebody decides that it is.
/// </summary>
public sealed class NewFieldTests(ScriptedApi api) : IClassFixture<ScriptedApi>
{
    [Theory]
    [InlineData("query_data", "{\"collection\":\"users\"}",
        "[{\"id\":\"user-1\",\"salary\":1,\"name\":\"n\",\"Name\":\"other\",\"password\":null}]",
        "{\"collection\":\"users\",\"records\":[{\"id\":\"user-1\",\"name\":\"n\"}]}")]
    [InlineData("get_user_profile", "{\"userId\":\"user-1\"}",
        "{\"id\":\"user-1\",\"name\":\"n\",\"email\":\"e\",\"department\":\"d\",\"createdAt\":\"2026-01-31T00:00:00Z\",\"salary\":1,\"manager\":{\"email\":\"m\"}}",
        "{\"id\":\"user-1\",\"name\":\"n\",\"department\":\"d\",\"createdAt\":\"2026-01-31T00:00:00+00:00\"}")]
    [InlineData("get_metrics", "{\"metricType\":\"usage\",\"timeRange\":\"1h\"}",
        "{\"values\":[{\"timestamp\":\"2026-01-31T00:00:00Z\",\"value\":1,\"host\":\"h\"}],\"summary\":{\"min\":1,\"max\":1,\"avg\":1,\"p99\":1},\"source\":\"s\"}",
        "{\"metricType\":\"usage\",\"timeRange\":\"1h\",\"values\":[{\"timestamp\":\"2026-01-31T00:00:00+00:00\",\"value\":1}],\"summary\":{\"min\":1,\"max\":1,\"avg\":1}}")]
    public async Task Only_what_is_known_is_delivered(string tool, string arguments, string upstream, string expected)
    {
        api.Upstream.Answer = TestUpstream.Json(upstream);

        using var answer = await api.CallAsync(tool, arguments);

        JsonAssert.Equal(expected, await answer.ReadStructuredAsync());
        Assert.DoesNotContain("salary", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
