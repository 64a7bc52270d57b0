using System.Net;
using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.Protocol;

public sealed class HandshakeTests(UnlimitedMcpServer server) : IClassFixture<UnlimitedMcpServer>
{
    [Theory]
    [InlineData("2024-11-05", "2024-11-05")]
    [InlineData("2025-03-26", "2025-03-26")]
    [InlineData("2025-06-18", "2025-06-18")]
    [InlineData("2025-11-25", "2025-11-25")]
    [InlineData("1999-01-01", "2025-11-25")]
    [InlineData("", "2025-11-25")]
    public async Task Every_older_revision_is_agreed_on_and_for_others_the_last_of_them_is_offered(
        string asked, string agreed)
    {
        using var answer = await server.App.PostAsync(McpMessages.Initialize(asked), server.App.Issuer.Token(""));

        Assert.Equal((HttpStatusCode.OK, "application/json"), (answer.StatusCode, answer.Header("Content-Type")));
        var agreement = await answer.ReadJsonAsync();
        Assert.StartsWith("Read-only access", (string?)agreement["result"]?["instructions"], StringComparison.Ordinal);
        agreement["result"]?.AsObject().Remove("instructions");
        JsonAssert.Equal(
            $$$"""
            {"jsonrpc":"2.0","id":1,"result":{"protocolVersion":"{{{agreed}}}","capabilities":{"completions":{},"logging":{},"resources":{},"tools":{} },
             "serverInfo":{"name":"internal-data-server","title":"Internal data","version":"1.0.0"} } }
            """,
            agreement);
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"params\":null")]
    [InlineData(",\"params\":{}")]
    [InlineData(",\"params\":[]")]
    [InlineData(",\"params\":\"x\"")]
    [InlineData(",\"params\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{}}")]
    [InlineData(",\"params\":{\"protocolVersion\":5,\"capabilities\":{},\"clientInfo\":{\"name\":\"a\",\"version\":\"1\"}}")]
    [InlineData(",\"params\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":[],\"clientInfo\":{\"name\":\"a\",\"version\":\"1\"}}")]
    [InlineData(",\"params\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{}}")]
    public async Task A_handshake_with_faulty_parameters_is_told_what_they_need(string parameters)
    {
        using var answer = await server.App.PostAsync(
            $$"""{"jsonrpc":"2.0","id":"a","method":"initialize"{{parameters}}}""", server.App.Issuer.Token(""));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        JsonAssert.Equal(
            """
            {"jsonrpc":"2.0","id":"a","error":{"code":-32602,
             "message":"The params of initialize need protocolVersion (text), capabilities (object) and clientInfo (object with name and version)."}}
            """,
            await answer.ReadJsonAsync());
    }

    [Theory]
    [InlineData("notifications/initialized")]
    [InlineData("notifications/cancelled")]
    [InlineData("notifications/nothing")]
    public async Task A_notification_is_accepted_without_a_body(string method)
    {
        using var answer =
            await server.App.PostAsync($$"""{"jsonrpc":"2.0","method":"{{method}}"}""", server.App.Issuer.Token(""));

        Assert.Equal((HttpStatusCode.Accepted, ""), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData("\"result\":{}")]
    [InlineData("\"error\":{\"code\":1,\"message\":\"x\"}")]
    public async Task A_client_s_response_is_accepted_without_a_body(string outcome)
    {
        using var answer =
            await server.App.PostAsync($$"""{"jsonrpc":"2.0","id":1,{{outcome}}}""", server.App.Issuer.Token(""));

        Assert.Equal((HttpStatusCode.Accepted, ""), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
    }
}
