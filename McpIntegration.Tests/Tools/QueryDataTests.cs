using System.Text.Json.Nodes;
using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.Tools;

public sealed class QueryDataTests(UnlimitedMcpServer server) : IClassFixture<UnlimitedMcpServer>
{
    private const string Collections = "orders, products, tickets, users";

    private const string MissingCollection =
        "The argument collection is missing. Name of the collection, for example users. " +
        "A wrong name is answered with the list of all.";

    private string Token => server.App.Issuer.Token("mcp:query");

    [Theory]
    [InlineData("users", "", 250)]
    [InlineData("orders", "", 2_400)]
    [InlineData("products", "", 120)]
    [InlineData("tickets", "", 400)]
    [InlineData("users", "\"field\":\"id\",\"value\":\"user-123\",", 1)]
    [InlineData("users", "\"field\":\"id\",\"operator\":\"equals\",\"value\":\"user-123\",", 1)]
    [InlineData("users", "\"field\":\"id\",\"operator\":\"PREFIX\",\"value\":\"user-12\",", 10)]
    [InlineData("orders", "\"field\":\"id\",\"operator\":\"prefix\",\"value\":\"order-1\",", 1_000)]
    [InlineData("orders", "\"field\":\"quantity\",\"operator\":\"less\",\"value\":\"1\",", 0)]
    [InlineData("orders", "\"field\":\"quantity\",\"operator\":\"greater\",\"value\":\"0\",", 2_400)]
    [InlineData("orders", "\"field\":\"createdAt\",\"operator\":\"less\",\"value\":\"1999-12-31T00:00:00Z\",", 0)]
    public async Task Following_the_cursor_gives_every_record_that_matches_exactly_once(
        string collection, string filter, int count)
    {
        var ids = await WalkAsync(collection, filter);

        Assert.Equal(count, ids.Count);
        Assert.Equal(ids.Distinct().Order(StringComparer.Ordinal), ids);
    }

    [Theory]
    [InlineData("{\"collection\":\"users\"}", 10)]
    [InlineData("{\"collection\":\"users\",\"filters\":{}}", 10)]
    [InlineData("{\"collection\":\"users\",\"filters\":null,\"cursor\":null}", 10)]
    [InlineData(
        "{\"collection\":\"users\",\"filters\":{\"field\":null,\"operator\":null,\"value\":null,\"limit\":null}}",
        10)]
    [InlineData("{\"collection\":\"users\",\"filters\":{\"limit\":1}}", 1)]
    [InlineData("{\"collection\":\"users\",\"filters\":{\"limit\":100}}", 100)]
    public async Task A_page_has_10_records_or_what_was_asked_for(string arguments, int count)
    {
        using var answer = await server.App.CallAsync("query_data", arguments, Token);

        var content = await answer.ReadStructuredAsync();
        Assert.Equal(
            Enumerable.Range(1, count).Select(i => $"user-{i:000}"),
            content["records"]?.AsArray().Select(record => (string?)record?["id"]));
    }

    [Theory]
    [InlineData("users", "id,name,department,title,createdAt")]
    [InlineData("orders", "id,userId,productId,quantity,total,status,createdAt")]
    [InlineData("products", "id,name,category,price,stock,createdAt")]
    [InlineData("tickets", "id,subject,status,priority,reporterId,assigneeId,createdAt")]
    public async Task Records_have_the_fields_of_the_catalogue_and_no_other(string collection, string fields)
    {
        using var answer = await server.App.CallAsync(
            "query_data", $$"""{"collection":"{{collection}}","filters":{"limit":100} }""", Token);

        var content = await answer.ReadStructuredAsync();
        Assert.All(content["records"]?.AsArray() ?? [], record => Assert.Equal(
            fields, string.Join(',', record?.AsObject().Select(member => member.Key) ?? [])));
    }

    [Fact]
    public async Task Users_never_bring_an_e_mail_address_whoever_asks()
    {
        var token = server.App.Issuer.Token(
            McpServerApp.AllScopes,
            change: t => (t.Claims["roles"], t.Claims["employee_id"]) = ("mcp-directory", "user-001"));

        using var answer = await server.App.CallAsync(
            "query_data", """{"collection":"users","filters":{"limit":100}}""", token);

        Assert.DoesNotContain("@", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"collection\":\"nothing\"}", $"There is no collection \"nothing\". Use one of: {Collections}.")]
    [InlineData("{\"collection\":\"USERS\"}", $"There is no collection \"USERS\". Use one of: {Collections}.")]
    [InlineData(
        "{\"collection\":\"users/../metrics/usage\"}",
        $"There is no collection \"users/../metrics/usage\". Use one of: {Collections}.")]
    [InlineData(
        "{\"collection\":\"users%2fuser-123\"}",
        $"There is no collection \"users%2fuser-123\". Use one of: {Collections}.")]
    [InlineData("{\"collection\":\"\"}", $"There is no collection \"\". Use one of: {Collections}.")]
    [InlineData("{\"collection\":5}", "collection must be text, not a number.")]
    [InlineData("{\"collection\":[\"users\"]}", "collection must be text, not an array.")]
    [InlineData(
        "{}",
        MissingCollection)]
    [InlineData(
        "{\"collection\":null}",
        MissingCollection)]
    [InlineData("{\"Collection\":\"users\"}", "There is no argument \"Collection\". Use: collection, filters, cursor.")]
    [InlineData("{\"collection\":\"users\",\"x\":1}", "There is no argument \"x\". Use: collection, filters, cursor.")]
    [InlineData(
        "{\"collection\":\"users\",\"limit\":5}",
        "There is no argument \"limit\". It belongs into filters, as filters.limit.")]
    [InlineData(
        "{\"field\":\"id\",\"collection\":\"users\"}",
        "There is no argument \"field\". It belongs into filters, as filters.field.")]
    [InlineData(
        "{\"collection\":\"users\",\"cursor\":\"\"}",
        "cursor has 0 characters: it must have between 1 and 4175.")]
    [InlineData("{\"collection\":\"users\",\"filters\":\"department\"}", "filters must be an object, not text.")]
    [InlineData("{\"collection\":\"users\",\"filters\":{\"Limit\":1000}}",
        "There is no argument \"filters.Limit\". Use: filters.field, filters.operator, filters.value, filters.limit.")]
    [InlineData(
        "{\"collection\":\"users\",\"filters\":{\"limit\":0}}",
        "filters.limit is 0: it must be between 1 and 100.")]
    [InlineData(
        "{\"collection\":\"users\",\"filters\":{\"limit\":101}}",
        "filters.limit is 101: it must be between 1 and 100.")]
    [InlineData(
        "{\"collection\":\"users\",\"filters\":{\"limit\":-1}}",
        "filters.limit is -1: it must be between 1 and 100.")]
    [InlineData(
        "{\"collection\":\"users\",\"filters\":{\"limit\":1.5}}",
        "filters.limit must be a whole number between 1 and 100.")]
    [InlineData(
        "{\"collection\":\"users\",\"filters\":{\"limit\":99999999999}}",
        "filters.limit must be a whole number between 1 and 100.")]
    [InlineData(
        "{\"collection\":\"users\",\"filters\":{\"limit\":\"5\"}}",
        "filters.limit must be a whole number between 1 and 100, not text.")]
    [InlineData(
        "{\"collection\":\"users\",\"filters\":{\"operator\":\"like\"}}",
        "filters.operator is \"like\". Use one of: equals, prefix, greater, less.")]
    [InlineData(
        "{\"collection\":\"users\",\"filters\":{\"operator\":0}}",
        "filters.operator must be text, not a number. Use one of: equals, prefix, greater, less.")]
    [InlineData("{\"collection\":\"users\",\"filters\":{\"field\":\"email\",\"value\":\"alice@example.com\"}}",
        "filters.field \"email\" cannot be filtered on. Use one of: createdAt, department, id, name, title.")]
    [InlineData("{\"collection\":\"users\",\"filters\":{\"field\":\"\",\"value\":\"x\"}}",
        "filters.field \"\" cannot be filtered on. Use one of: createdAt, department, id, name, title.")]
    [InlineData(
        "{\"collection\":\"users\",\"filters\":{\"field\":\"id\"}}",
        "filters.value is missing: say what id is compared with.")]
    [InlineData(
        "{\"collection\":\"users\",\"filters\":{\"value\":\"x\"}}",
        "filters.field is missing. Use one of: createdAt, department, id, name, title.")]
    [InlineData(
        "{\"collection\":\"users\",\"filters\":{\"operator\":\"equals\"}}",
        "filters.field is missing. Use one of: createdAt, department, id, name, title.")]
    [InlineData("{\"collection\":\"users\",\"filters\":{\"field\":\"id\",\"operator\":\"greater\",\"value\":\"x\"}}",
        "filters.operator greater does not suit id. Use one of: equals, prefix.")]
    public async Task What_is_not_allowed_is_said_with_what_is_and_asks_nothing(string arguments, string sentence)
    {
        var asked = server.App.Api.ReceivedRequests.Count;

        using var answer = await server.App.CallAsync("query_data", arguments, Token);

        Assert.Equal(sentence, await answer.ReadToolErrorAsync());
        Assert.Equal(asked, server.App.Api.ReceivedRequests.Count);
    }

    [Theory]
    [InlineData("{\"collection\":\"orders\",\"filters\":{\"field\":\"total\",\"value\":\"cheap\"}}")]
    [InlineData("{\"collection\":\"orders\",\"filters\":{\"field\":\"createdAt\",\"value\":\"yesterday\"}}")]
    public async Task What_only_the_internal_API_can_judge_is_explained_without_its_words(string arguments)
    {
        using var answer = await server.App.CallAsync("query_data", arguments, Token);

        Assert.Equal(
            "The internal API rejected this query. Check that filters.value has the form of its field (a number, a " +
            "time such as 2026-01-31T00:00:00Z, or text). If you sent a cursor, start the query again without it.",
            await answer.ReadToolErrorAsync());
    }

    [Theory]
    [InlineData("x&limit=100&cursor=y#z")]
    [InlineData("%26limit%3D100")]
    [InlineData("\\r\\nX-API-Key: other")]
    [InlineData("\\u0000")]
    [InlineData("../../users")]
    [InlineData("Zoë ☃ 日本")]
    public async Task A_value_stays_one_value_on_its_way(string value)
    {
        server.App.Api.Reset();

        using var answer = await server.App.CallAsync(
            "query_data", $$"""{"collection":"users","filters":{"field":"name","value":"{{value}}"} }""", Token);

        var records = (await answer.ReadStructuredAsync())["records"];
        var expected = Uri.EscapeDataString((string?)JsonNode.Parse($"\"{value}\"") ?? "");
        Assert.Equal("[]", records?.ToJsonString());
        Assert.Equal(
            $"/api/v1/users?field=name&operator=equals&value={expected}&limit=10",
            Assert.Single(server.App.Api.ReceivedRequests).PathAndQuery);
    }

    private async Task<List<string>> WalkAsync(string collection, string filter)
    {
        var ids = new List<string>();
        string? cursor = null;
        do
        {
            var next = cursor is null ? "" : $",\"cursor\":\"{cursor}\"";
            using var answer = await server.App.CallAsync(
                "query_data",
                $$"""{"collection":"{{collection}}","filters":{ {{filter}}"limit":100}{{next}} }""",
                Token);
            var content = await answer.ReadStructuredAsync();
            ids.AddRange(content["records"]?.AsArray().Select(record => (string?)record?["id"] ?? "") ?? []);
            cursor = (string?)content["nextCursor"];
        }
        while (cursor is not null);

        return ids;
    }
}
