using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.Protocol;

public sealed class HostileBodyTests(UnlimitedMcpServer server) : IClassFixture<UnlimitedMcpServer>
{
    private const string Unread = "null";

    [Theory]
    [InlineData("", 400, -32700, Unread)]
    [InlineData(" ", 400, -32700, Unread)]
    [InlineData("garbage", 400, -32700, Unread)]
    [InlineData("{", 400, -32700, Unread)]
    [InlineData("{}{}", 400, -32700, Unread)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}x", 400, -32700, Unread)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",}", 400, -32700, Unread)]
    [InlineData("{'jsonrpc':'2.0'}", 400, -32700, Unread)]
    [InlineData("// comment\n{}", 400, -32700, Unread)]
    [InlineData("\uFEFF{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}", 400, -32700, Unread)]
    [InlineData("\0", 400, -32700, Unread)]
    [InlineData(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"a\":\"\\uZZZZ\"}}",
        400, -32700, Unread)]
    [InlineData("null", 400, -32600, Unread)]
    [InlineData("5", 400, -32600, Unread)]
    [InlineData("\"text\"", 400, -32600, Unread)]
    [InlineData("[]", 400, -32600, Unread)]
    [InlineData("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]", 400, -32600, Unread)]
    [InlineData("{}", 400, -32600, Unread)]
    [InlineData("{\"id\":1,\"method\":\"ping\"}", 400, -32600, "1")]
    [InlineData("{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}", 400, -32600, "1")]
    [InlineData("{\"jsonrpc\":2.0,\"id\":1,\"method\":\"ping\"}", 400, -32600, "1")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}", 400, -32600, Unread)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":true,\"method\":\"ping\"}", 400, -32600, Unread)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}", 400, -32600, Unread)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"ping\"}", 400, -32600, Unread)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":99999999999999999999,\"method\":\"ping\"}", 400, -32600, Unread)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1e400,\"method\":\"ping\"}", 400, -32600, Unread)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":\"\\ud800\",\"method\":\"ping\"}", 400, -32700, Unread)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":\"\\ud800\",\"method\":\"initialize\"}", 400, -32700, Unread)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":5}", 400, -32600, "1")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":null}", 400, -32600, "1")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\\ud800\"}", 400, -32700, Unread)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1}", 400, -32600, "1")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":5}", 400, -32600, "1")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{}}", 400, -32600, "1")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":\"x\",\"message\":\"y\"}}", 400, -32600, "1")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"id\":2}", 400, -32600, Unread)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"i\\u0064\":2}", 400, -32600, Unread)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"method\":\"ping\"}", 400, -32600, "1")]
    [InlineData(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{},\"params\":{}}",
        400, -32600, "1")]
    [InlineData(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"_meta\":{\"a\":1,\"a\":2}}}",
        400, -32600, "1")]
    [InlineData(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"get_metrics\"," +
        "\"name\":\"query_data\"}}",
        400, -32600, "1")]
    [InlineData(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"get_metrics\"," +
        "\"n\\u0061me\":\"query_data\"}}",
        400, -32600, "1")]
    [InlineData(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"get_metrics\"," +
        "\"arguments\":{\"metricType\":\"usage\",\"metricType\":\"health\"}}}",
        400, -32600, "1")]
    [InlineData("[{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"ping\"}]", 400, -32600, Unread)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":[]}", 400, -32602, "1")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":5}", 400, -32602, "1")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"nothing\"}", 200, -32601, "1")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\"}", 200, -32601, "1")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\"}", 200, -32602, "1")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":null}", 200, -32602, "1")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":[]}", 400, -32602, "1")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{}}", 200, -32602, "1")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":5}}", 200, -32602, "1")]
    [InlineData(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":null}}",
        200, -32602, "1")]
    [InlineData(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"\\ud800\"}}",
        400, -32700, Unread)]
    [InlineData(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"get_metrics\"," +
        "\"arguments\":[]}}",
        200, -32602, "1")]
    [InlineData(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"get_metrics\"," +
        "\"arguments\":\"x\"}}",
        200, -32602, "1")]
    [InlineData(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"get_metrics\",\"_meta\":5}}",
        400, -32602, "1")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"_meta\":[]}}", 400, -32602, "1")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"_meta\":\"x\"}}", 400, -32602, "1")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"_meta\":null}}", 200, null, "1")]
    [InlineData(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"_meta\":{\"progressToken\":{}}}}",
        200, null, "1")]
    [InlineData(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"get_metrics\"," +
        "\"_meta\":{\"progressToken\":[]}}}",
        200, null, "1")]
    [InlineData(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"get_metrics\"," +
        "\"arguments\":{\"metricType\":\"\\ud800\"}}}",
        400, -32700, Unread)]
    [InlineData(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"get_metrics\"," +
        "\"arguments\":{\"\\ud800\":1}}}",
        400, -32700, Unread)]
    [InlineData(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"\\udc00\"}}",
        400, -32700, Unread)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"\\udc00\":1}", 400, -32700, Unread)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":\"\\ud83d\\ude00\",\"method\":\"ping\"}", 200, null, "\"\\uD83D\\uDE00\"")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"cursor\":5}}", 200, -32602, "1")]
    [InlineData(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"cursor\":\"x\"}}",
        200, -32602, "1")]
    [InlineData(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"cursor\":\"\"}}",
        200, null, "1")]
    [InlineData(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"cursor\":null}}",
        200, null, "1")]
    [InlineData(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/list\",\"params\":{\"cursor\":\"x\"}}",
        200, -32602, "1")]
    [InlineData(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/templates/list\",\"params\":{\"cursor\":\"x\"}}",
        200, -32602, "1")]
    [InlineData(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"prompts/list\",\"params\":{\"cursor\":\"x\"}}",
        200, -32601, "1")]
    [InlineData(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"prompts/get\",\"params\":{\"name\":\"x\"}}",
        200, -32601, "1")]
    [InlineData(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/read\",\"params\":{\"uri\":\"file:///etc/passwd\"}}",
        200, -32002, "1")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/read\",\"params\":null}", 200, -32602, "1")]
    [InlineData(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/read\",\"params\":{\"uri\":null}}",
        200, -32602, "1")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"completion/complete\",\"params\":{}}", 200, -32602, "1")]
    public async Task Each_has_its_own_answer(string body, int status, int? code, string id) =>
        Assert.Equal((status, code, id), await AskAsync(Encoding.UTF8.GetBytes(body)));

    [Theory]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":\"\xFF\",\"method\":\"ping\"}", 400, -32700)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\xFF\"}", 400, -32700)]
    [InlineData("\xFF\xFE{\0}\0", 400, -32700)]
    public async Task Text_that_is_not_UTF_8_is_refused(string latin1, int status, int code) =>
        Assert.Equal((status, (int?)code, Unread), await AskAsync(Encoding.Latin1.GetBytes(latin1)));

    [Theory]
    [InlineData(30, 200, null, "1")]
    [InlineData(31, 400, -32700, Unread)]
    [InlineData(100_000, 400, -32700, Unread)]
    public async Task Nesting_beyond_32_levels_is_refused(int arrays, int status, int? code, string id)
    {
        var nested = new string('[', arrays) + new string(']', arrays);

        var answer = await AskAsync(Encoding.UTF8.GetBytes(
            $$"""{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":{{nested}} } }"""));

        Assert.Equal((status, code, id), answer);
    }

    private async Task<(int Status, int? Code, string Id)> AskAsync(byte[] body)
    {
        using var answer = await server.App.PostAsync("", server.App.Issuer.Token(McpServerApp.AllScopes), request =>
            request.Content = new ByteArrayContent(body)
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            });
        var message = JsonNode.Parse(await answer.Content.ReadAsStringAsync());
        return ((int)answer.StatusCode, (int?)message?["error"]?["code"], message?["id"]?.ToJsonString() ?? Unread);
    }
}
