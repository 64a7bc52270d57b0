using System.Net;
using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.Tools;

public sealed class CollectionResourceTests(UnlimitedMcpServer server) : IClassFixture<UnlimitedMcpServer>
{
    private const string Completion =
        "\"ref\":{\"type\":\"ref/resource\",\"uri\":\"internal-data://collections/{name}\"}," +
        "\"argument\":{\"name\":\"name\",\"value\":\"";

    [Fact]
    public async Task The_catalogue_names_every_collection_with_its_fields()
    {
        var text = await ReadAsync("internal-data://collections");

        JsonAssert.Equal(
            """
            {"collections":[
             {"name":"orders","uri":"internal-data://collections/orders",
              "fields":["id","userId","productId","quantity","total","status","createdAt"]},
             {"name":"products","uri":"internal-data://collections/products",
              "fields":["id","name","category","price","stock","createdAt"]},
             {"name":"tickets","uri":"internal-data://collections/tickets",
              "fields":["id","subject","status","priority","reporterId","assigneeId","createdAt"]},
             {"name":"users","uri":"internal-data://collections/users",
              "fields":["id","name","department","title","createdAt"]}]}
            """,
            text);
    }

    [Fact]
    public async Task A_collection_says_how_it_may_be_filtered()
    {
        var text = await ReadAsync("internal-data://collections/users");

        JsonAssert.Equal(
            """
            {"collection":"users","fields":["id","name","department","title","createdAt"],"filters":[
             {"field":"createdAt","operators":["equals","greater","less"]},
             {"field":"department","operators":["equals","prefix"]},
             {"field":"id","operators":["equals","prefix"]},
             {"field":"name","operators":["equals","prefix"]},
             {"field":"title","operators":["equals","prefix"]}]}
            """,
            text);
    }

    [Theory]
    [InlineData("internal-data://collections/nothing")]
    [InlineData("internal-data://collections/USERS")]
    [InlineData("internal-data://collections/users/1")]
    [InlineData("internal-data://users")]
    [InlineData("file:///etc/passwd")]
    public async Task What_is_no_resource_is_not_found_as_each_era_says_it(string uri)
    {
        using var older = await PostAsync("resources/read", $"\"uri\":\"{uri}\"", "mcp:query");
        using var newest = await server.App.PostNewestAsync(
            "resources/read", $",\"uri\":\"{uri}\"", server.App.Issuer.Token("mcp:query"), uri);

        var olderError = (await older.ReadJsonAsync())["error"];
        var newestError = (await newest.ReadJsonAsync())["error"];
        Assert.Equal((-32002, -32602), ((int?)olderError?["code"], (int?)newestError?["code"]));
        JsonAssert.Equal($$"""{"uri":"{{uri}}"}""", olderError?["data"]);
        JsonAssert.Equal($$"""{"uri":"{{uri}}"}""", newestError?["data"]);
    }

    [Theory]
    [InlineData("resources/read", "\"uri\":\"internal-data://collections\"", "resource")]
    [InlineData("resources/read", "\"uri\":\"internal-data://collections/users\"", "resource")]
    [InlineData("completion/complete", Completion + "\"}", "completion")]
    public async Task They_need_the_scope_of_the_query(string method, string members, string kind)
    {
        using var answer = await PostAsync(method, members, "mcp:read mcp:metrics");

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.StartsWith(
            $"This {kind} needs the scope mcp:query,",
            (string?)(await answer.ReadJsonAsync())["error"]?["message"],
            StringComparison.Ordinal);
        Assert.Contains("error=\"insufficient_scope\"", answer.Header("WWW-Authenticate"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "[\"orders\",\"products\",\"tickets\",\"users\"]", 4)]
    [InlineData("P", "[\"products\"]", 1)]
    [InlineData("x", "[]", 0)]
    public async Task A_collection_s_name_is_completed(string typed, string values, int total)
    {
        using var answer = await PostAsync("completion/complete", $"{Completion}{typed}\"}}", "mcp:query");

        JsonAssert.Equal(
            $$"""{"values":{{values}},"total":{{total}},"hasMore":false}""",
            (await answer.ReadResultAsync())["completion"]);
    }

    [Theory]
    [InlineData(
        "\"ref\":{\"type\":\"ref/resource\",\"uri\":\"internal-data://collections/{name}\"}," +
        "\"argument\":{\"name\":\"other\",\"value\":\"\"}")]
    [InlineData(
        "\"ref\":{\"type\":\"ref/resource\",\"uri\":\"internal-data://nothing/{name}\"}," +
        "\"argument\":{\"name\":\"name\",\"value\":\"\"}")]
    [InlineData(
        "\"ref\":{\"type\":\"ref/prompt\",\"name\":\"nothing\"},\"argument\":{\"name\":\"name\",\"value\":\"\"}")]
    [InlineData(
        "\"ref\":{\"type\":\"ref/resource\",\"uri\":\"internal-data://collections/{name}\"}," +
        "\"argument\":{\"name\":\"name\",\"value\":null}")]
    [InlineData("\"ref\":{\"type\":\"ref/resource\",\"uri\":\"internal-data://collections/{name}\"},\"argument\":null")]
    [InlineData("\"ref\":null,\"argument\":{\"name\":\"name\",\"value\":\"\"}")]
    public async Task Nothing_else_is(string members)
    {
        using var answer = await PostAsync("completion/complete", members, "mcp:query");

        Assert.Equal(-32602, (int?)(await answer.ReadJsonAsync())["error"]?["code"]);
    }

    [Theory]
    [InlineData("tools/list", "", null, "public")]
    [InlineData("resources/list", "", null, "public")]
    [InlineData("resources/templates/list", "", null, "public")]
    [InlineData("resources/read", ",\"uri\":\"internal-data://collections\"", "internal-data://collections", "private")]
    public async Task Clients_are_told_how_long_they_may_keep_what_and_for_whom(
        string method, string members, string? name, string scope)
    {
        using var answer = await server.App.PostNewestAsync(
            method, members, server.App.Issuer.Token("mcp:query"), name);

        var result = await answer.ReadResultAsync();
        Assert.Equal((300_000, scope), ((int?)result["ttlMs"], (string?)result["cacheScope"]));
    }

    private async Task<string> ReadAsync(string uri)
    {
        using var answer = await PostAsync("resources/read", $"\"uri\":\"{uri}\"", "mcp:query");
        var content = Assert.Single((await answer.ReadResultAsync())["contents"]?.AsArray() ?? []);
        Assert.Equal((uri, "application/json"), ((string?)content?["uri"], (string?)content?["mimeType"]));
        return (string?)content?["text"] ?? "";
    }

    private Task<HttpResponseMessage> PostAsync(string method, string members, string scope) => server.App.PostAsync(
        $$$"""{"jsonrpc":"2.0","id":1,"method":"{{{method}}}","params":{ {{{members}}} }}""",
        server.App.Issuer.Token(scope));
}
