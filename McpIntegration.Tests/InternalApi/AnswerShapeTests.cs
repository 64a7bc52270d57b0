using System.IO.Compression;
using System.Text;
using McpIntegration.Tests.Pipeline;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace McpIntegration.Tests.InternalApi;

public sealed class AnswerShapeTests(ScriptedApi api) : IClassFixture<ScriptedApi>
{
    private const string Users = """{"collection":"users","filters":{"limit":2} }""";
    private const string User = """{"userId":"user-1"}""";
    private const string Metrics = """{"metricType":"usage"}""";
    private const string Record = """{"id":"user-1","name":"Somebody","email":"a@example.com","department":"x","createdAt":"2026-01-31T00:00:00Z"}""";

    private static string Deep => $$"""[{"id":{{new string('[', 31)}}1{{new string(']', 31)}}}]""";

    [Theory]
    [InlineData(Users, "")]
    [InlineData(Users, "null")]
    [InlineData(Users, "{}")]
    [InlineData(Users, "[1]")]
    [InlineData(Users, "[null]")]
    [InlineData(Users, "[{\"id\":NaN}]")]
    [InlineData(Users, "[{\"id\":1,}]")]
    [InlineData(Users, "[{\"id\":1,\"id\":2}]")]
    [InlineData(Users, "[{\"id\":{\"a\":1,\"a\":2}}]")]
    [InlineData(Users, "[{\"id\":\"\\ud800\"}]")]
    [InlineData(Users, "[{\"id\":1},{\"id\":2},{\"id\":3}]")]
    [InlineData(Users, "[] []")]
    [InlineData(User, "[]")]
    [InlineData(User, "{\"id\":\"user-1\"}")]
    [InlineData(User, "{\"id\":\"user-2\",\"name\":\"Somebody\",\"email\":\"a@example.com\",\"department\":\"x\",\"createdAt\":\"2026-01-31T00:00:00Z\"}")]
    [InlineData(User, "{\"id\":\"user-1\",\"name\":null,\"email\":\"a@example.com\",\"department\":\"x\",\"createdAt\":\"2026-01-31T00:00:00Z\"}")]
    [InlineData(Metrics, "{\"values\":[{\"timestamp\":\"2026-01-31T00:00:00Z\",\"value\":1e999}],\"summary\":{\"min\":1,\"max\":1,\"avg\":1}}")]
    [InlineData(Metrics, "{\"values\":[],\"summary\":{\"min\":1,\"max\":-1e999,\"avg\":1}}")]
    [InlineData(Metrics, "{\"values\":[],\"summary\":{\"min\":\"NaN\",\"max\":1,\"avg\":1}}")]
    public Task An_answer_of_another_shape_is_not_used(string arguments, string body) =>
        IsUnusableAsync(arguments, TestUpstream.Json(body));

    [Fact]
    public Task Deep_nesting_is_not_used() => IsUnusableAsync(Users, TestUpstream.Json(Deep));

    [Theory]
    [InlineData("text/html")]
    [InlineData("text/json")]
    [InlineData("application/problem+json")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=iso-8859-1")]
    [InlineData("application/json; charset=no-such-thing")]
    [InlineData("application/json; charset=\"\"")]
    [InlineData("nonsense")]
    public Task An_answer_of_another_type_or_charset_is_not_used(string contentType) =>
        IsUnusableAsync(Users, TestUpstream.Json("[]", contentType));

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("Application/JSON; Charset=\"UTF-8\"")]
    [InlineData("application/json; profile=\"x\"")]
    public async Task Json_in_UTF8_is_used_however_its_type_is_written(string contentType)
    {
        api.Upstream.Answer = TestUpstream.Json(Record, contentType);

        using var answer = await api.CallAsync("get_user_profile", User);

        Assert.Equal("Somebody", (string?)(await answer.ReadStructuredAsync())["name"]);
    }

    [Theory]
    [InlineData(201)]
    [InlineData(204)]
    [InlineData(206)]
    [InlineData(304)]
    public Task Another_status_of_success_is_no_answer(int status) =>
        IsUnusableAsync(Users, TestUpstream.Status(status));

    [Fact]
    public Task Invalid_UTF8_is_not_used() =>
        IsUnusableAsync(Users, context => WriteAsync(context, [.. "[{\"id\":\""u8, 0xC3, 0x28, .. "\"}]"u8]));

    [Theory]
    [InlineData("gzip", 50_000_000)]
    [InlineData("gzip", 2)]
    [InlineData("x-unknown", 2)]
    [InlineData("identity, gzip", 2)]
    public Task An_encoded_answer_is_not_expanded(string coding, int size)
    {
        var compressed = Compress(size);
        return IsUnusableAsync(Users, context =>
        {
            context.Response.Headers.ContentEncoding = coding;
            return WriteAsync(context, compressed);
        });
    }

    [Fact]
    public async Task No_redirect_is_followed()
    {
        var elsewhere = new TestUpstream();
        await elsewhere.InitializeAsync();

        await IsUnusableAsync(Users, context =>
        {
            context.Response.Redirect($"{elsewhere.BaseAddress}/stolen");
            return Task.CompletedTask;
        });

        Assert.Empty(elsewhere.Requests);
        await elsewhere.DisposeAsync();
    }

    [Theory]
    [InlineData("<http://127.0.0.1:1/elsewhere?cursor=c1>; rel=\"next\"", "c1")]
    [InlineData("<?limit=2&cursor=a%20b>; rel=next", "a b")]
    [InlineData("<http://a/?cursor=c0>; rel=\"prev\", <http://a/?cursor=c2>; rel=\"next\"", "c2")]
    [InlineData("<http://a/?cursor=c0>; rel=\"prev\"", null)]
    [InlineData("nonsense", null)]
    public async Task Of_a_paging_link_only_the_cursor_is_taken(string link, string? cursor)
    {
        api.Upstream.Answer = TestUpstream.Json("""[{"id":"user-1"}]""", "application/json", ("Link", link));
        var asked = api.Upstream.Requests.Count;

        var token = api.App.Issuer.Token("mcp:query", link);
        using var answer = await api.App.CallAsync("query_data", Users, token);
        var next = (string?)(await answer.ReadStructuredAsync())["nextCursor"];
        using var following = next is null
            ? null
            : await api.App.CallAsync(
                "query_data", $$"""{"collection":"users","filters":{"limit":2},"cursor":"{{next}}"}""", token);

        Assert.Equal(
            cursor is null ? [] : [$"/api/v1/users?limit=2&cursor={Uri.EscapeDataString(cursor)}"],
            api.Upstream.Requests.Skip(asked + 1).Select(request => request.Target));
    }

    [Theory]
    [InlineData("<http://a/?offset=2>; rel=\"next\"")]
    [InlineData("<http://a/2>; rel=\"next\"")]
    [InlineData("<http://a/?cursor=>; rel=\"next\"")]
    [InlineData("<http://a/?cursor=1&cursor=2>; rel=\"next\"")]
    public Task A_next_page_that_cannot_be_asked_for_is_not_taken_for_the_end(string link) =>
        IsUnusableAsync(Users, TestUpstream.Json("[]", "application/json", ("Link", link)));

    [Fact]
    public async Task A_next_page_that_is_the_page_itself_is_no_way_to_go_on()
    {
        api.Upstream.Answer =
            TestUpstream.Json("""[{"id":"user-1"}]""", "application/json", ("Link", "<?cursor=c1>; rel=\"next\""));
        var token = api.App.Issuer.Token("mcp:query", "round in circles");
        using var first = await api.App.CallAsync("query_data", Users, token);
        var next = (string?)(await first.ReadStructuredAsync())["nextCursor"];

        using var second = await api.App.CallAsync(
            "query_data", $$"""{"collection":"users","filters":{"limit":2},"cursor":"{{next}}"}""", token);

        Assert.Equal(ScriptedApi.Unusable, await second.ReadToolErrorAsync());
    }

    private async Task IsUnusableAsync(string arguments, RequestDelegate answer)
    {
        api.Upstream.Answer = answer;
        var asked = api.Upstream.Requests.Count;

        using var reply = await api.CallAsync(
            arguments == User ? "get_user_profile" : arguments == Metrics ? "get_metrics" : "query_data", arguments);

        Assert.Equal(
            (ScriptedApi.Unusable, asked + 1), (await reply.ReadToolErrorAsync(), api.Upstream.Requests.Count));
    }

    private static byte[] Compress(int size)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes($"[{new string(' ', size - 2)}]"));
        }

        return compressed.ToArray();
    }

    private static async Task WriteAsync(HttpContext context, byte[] body)
    {
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
