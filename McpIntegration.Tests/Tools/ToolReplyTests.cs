using McpIntegration.McpServer.Caching;
using McpIntegration.McpServer.Tools;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Xunit;

namespace McpIntegration.Tests.Tools;

public sealed class ToolReplyTests
{
    /// <summary>A tool is added by its file and one line: its result needs no entry in a list of serializable types.</summary>
    [Fact]
    public void Writes_a_result_of_a_type_that_is_registered_nowhere()
    {
        var result = new ToolReply(new HttpContextAccessor(), Options.Create(new ToolOptions()))
            .Create(new NewToolResult("a < b", null), new CachedRecord<int>(1, CacheStatus.Miss, TimeSpan.Zero));

        Assert.Equal("""{"answer":"a < b"}""", result.StructuredContent?.GetRawText());
    }

    private sealed record NewToolResult(string Answer, int? Count);
}
