using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Xunit;

namespace McpIntegration.Tests.RateLimiting;

public sealed class ToolCostTests
{
    private static readonly (string, string)[] DearCostsFour =
        [("RateLimiting:Permits", "9"), ("RateLimiting:Costs:dear", "4")];

    [Fact]
    public async Task A_dear_tool_is_charged_its_cost_and_a_cheap_one_one()
    {
        await using var server = await LimitedServer.StartAsync(DearCostsFour);

        using var cheap = await CallAsync(server, "cheap");
        using var dear = await CallAsync(server, "dear");

        Assert.Equal((HttpStatusCode.OK, 8), (cheap.StatusCode, Remaining(cheap)));
        Assert.Equal((HttpStatusCode.OK, 4), (dear.StatusCode, Remaining(dear)));
    }

    [Fact]
    public async Task Refused_for_its_cost_a_call_answers_429_with_its_own_id_and_the_one_stays_charged()
    {
        await using var server = await LimitedServer.StartAsync(DearCostsFour);
        using var first = await CallAsync(server, "dear");
        using var second = await CallAsync(server, "dear");

        using var refused = await CallAsync(server, "dear");
        using var cheap = await CallAsync(server, "cheap");

        var retry = int.Parse(
            refused.Headers.GetValues("Retry-After").Single(), System.Globalization.CultureInfo.InvariantCulture);
        var expected = new JsonObject
        {
            ["error"] = new JsonObject
            {
                ["code"] = -32010,
                ["message"] = $"Rate limit reached (9 requests per 900 seconds). Wait {retry} seconds, then send the same request again.",
                ["data"] = new JsonObject
                {
                    ["error"] = "rate_limit_exceeded",
                    ["error_description"] =
                        "The limit of 9 requests per 900 seconds leaves too little for this request.",
                    ["retry_after"] = retry,
                },
            },
            ["id"] = 7,
            ["jsonrpc"] = "2.0",
        };
        Assert.Equal((HttpStatusCode.TooManyRequests, 0), (refused.StatusCode, Remaining(refused)));
        Assert.True(
            JsonNode.DeepEquals(expected, await MessageAsync(refused)), await refused.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.TooManyRequests, cheap.StatusCode);
    }

    [Fact]
    public async Task An_unknown_tool_costs_one_and_is_the_protocol_s_to_answer()
    {
        await using var server = await LimitedServer.StartAsync(DearCostsFour);

        using var answer = await CallAsync(server, "nothing");

        Assert.Equal(8, Remaining(answer));
        Assert.Equal(-32602, (int?)(await MessageAsync(answer))?["error"]?["code"]);
    }

    [Fact]
    public async Task What_a_tool_does_waits_for_Redis_on_the_request_s_allowance()
    {
        await using var server = await LimitedServer.StartAsync();

        using var answer = await CallAsync(server, "allowance");

        Assert.Equal("the request's", (string?)(await MessageAsync(answer))?["result"]?["content"]?[0]?["text"]);
    }

    [Fact]
    public async Task A_cost_for_an_unknown_tool_stops_the_start()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(
            () => LimitedServer.StartAsync(("RateLimiting:Costs:daer", "4")));

        Assert.Equal("RateLimiting:Costs:daer names no tool; the tools are cheap, dear, allowance.", error.Message);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("101")]
    public async Task A_cost_outside_the_permits_stops_the_start(string cost)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(
            () => LimitedServer.StartAsync(("RateLimiting:Costs:dear", cost)));

        Assert.Equal(
            $"RateLimiting:Costs:dear is {cost}; it must be from 1 to RateLimiting:Permits (100).", error.Message);
    }

    private static int Remaining(HttpResponseMessage answer) =>
        int.Parse(
            answer.Headers.GetValues("RateLimit").Single().Split(";r=")[1].Split(';')[0],
            System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<HttpResponseMessage> CallAsync(LimitedServer server, string tool)
    {
        using var request =
            new HttpRequestMessage(HttpMethod.Post, "/mcp") { Content = JsonContent.Create(Call(tool)) };
        request.Headers.Add("X-Subject", "alice");
        request.Headers.Add("Accept", "application/json, text/event-stream");
        request.Headers.Add("MCP-Protocol-Version", "2026-07-28");
        request.Headers.Add("Mcp-Method", "tools/call");
        request.Headers.Add("Mcp-Name", tool);
        return await server.Client.SendAsync(request);
    }

    private static JsonObject Call(string tool) => new()
    {
        ["jsonrpc"] = "2.0",
        ["id"] = 7,
        ["method"] = "tools/call",
        ["params"] = new JsonObject
        {
            ["name"] = tool,
            ["arguments"] = new JsonObject(),
            ["_meta"] = new JsonObject
            {
                ["io.modelcontextprotocol/protocolVersion"] = "2026-07-28",
                ["io.modelcontextprotocol/clientCapabilities"] = new JsonObject(),
            },
        },
    };

    /// <summary>
    /// Without the server's own reply step the answer is one event: "event: message\ndata: {...}\n\n".
    /// </summary>
    private static async Task<JsonNode?> MessageAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        return JsonNode.Parse(text[text.IndexOf('{', StringComparison.Ordinal)..]);
    }
}
