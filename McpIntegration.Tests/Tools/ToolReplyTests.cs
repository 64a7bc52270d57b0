using McpIntegration.McpServer.Caching;
using McpIntegration.McpServer.Tools;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Xunit;

namespace McpIntegration.Tests.Tools;

public sealed class ToolReplyTests
{
    /// <summary>
    /// A tool is added by its file and one line: its result needs no entry in a list of serializable types.
    /// </summary>
    [Fact]
    public void Writes_a_result_of_a_type_that_is_registered_nowhere()
    {
        var result = new ToolReply(new HttpContextAccessor(), Options.Create(new ToolOptions()))
            .Create(new NewToolResult("a < b", null), new CachedRecord<int>(1, CacheStatus.Miss, TimeSpan.Zero));

        Assert.Equal("""{"answer":"a < b"}""", result.StructuredContent?.GetRawText());
    }

    [Fact]
    public void An_answer_that_is_the_same_in_every_call_is_written_once_and_handed_out_anew()
    {
        var reply = new ToolReply(new HttpContextAccessor(), Options.Create(new ToolOptions()));
        var record = new CachedRecord<int>(1, CacheStatus.Hit, TimeSpan.Zero);
        var written = 0;

        var answers = Enumerable.Range(0, 3)
            .Select(_ => reply.CreateOnce(record, value => new NewToolResult($"{value}, written {++written} times", null))).ToArray();

        Assert.All(
            answers,
            answer => Assert.Equal("""{"answer":"1, written 1 times"}""", answer.StructuredContent?.GetRawText()));
        Assert.Equal(answers.Length, answers.DistinctBy(answer => answer, ReferenceEqualityComparer.Instance).Count());
        Assert.Equal(
            answers.Length,
            answers.DistinctBy(answer => answer.Content[0], ReferenceEqualityComparer.Instance).Count());
    }

    private sealed record NewToolResult(string Answer, int? Count);
}
