using McpIntegration.McpServer.Tools;
using McpIntegration.Tests.Pipeline;
using Microsoft.Extensions.Options;
using Xunit;

namespace McpIntegration.Tests.Tools;

public sealed class CatalogueTests : IAsyncLifetime
{
    private readonly McpServerApp _app = new();

    public Task InitializeAsync() => _app.InitializeAsync();

    public Task DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData("Catalogue:Collections:../users:Returns:0", "id",
        "Catalogue:Collections:../users: a name takes letters, digits, - and _, 64 at most, since it becomes a part of a path.")]
    [InlineData("Catalogue:Collections:a b:Returns:0", "id",
        "Catalogue:Collections:a b: a name takes letters, digits, - and _, 64 at most, since it becomes a part of a path.")]
    [InlineData("Catalogue:Collections:invoices:Filters:id:0", "equals",
        "Catalogue:Collections:invoices:Returns is empty: name the fields that records are returned with.")]
    public void A_fault_stops_the_start_and_is_named(string key, string value, string message)
    {
        _app.Settings[key] = value;

        var error = Assert.Throws<OptionsValidationException>(() => _app.Services);

        Assert.Equal(message, error.Message);
    }

    [Theory]
    [InlineData("Catalogue:Collections:users:Filters:id:2", "like")]
    [InlineData("Catalogue:Collections:users:Return:0", "id")]
    [InlineData("Catalogue:Collection:users:Returns:0", "id")]
    public void What_is_misspelt_stops_the_start(string key, string value)
    {
        _app.Settings[key] = value;

        Assert.Throws<InvalidOperationException>(() => _app.Services);
    }

    [Fact]
    public void A_filter_without_operators_is_a_fault() => Assert.Equal(
        ["Catalogue:Collections:users:Filters:email is empty: name its operators (equals, prefix, greater, less)."],
        new CatalogueOptionsValidator().Validate(null, new() { Collections = { ["users"] = new() { Returns = { "id" }, Filters = { ["email"] = [] } } } }).Failures);

    [Fact]
    public void An_empty_catalogue_is_a_fault() => Assert.Equal(
        ["Catalogue:Collections is empty: name at least one collection that query_data may read."],
        new CatalogueOptionsValidator().Validate(null, new CatalogueOptions()).Failures);

    [Fact]
    public async Task A_collection_of_the_configuration_can_be_read_with_its_fields_only()
    {
        _app.Settings["Catalogue:Collections:users:Returns:0"] = "department";
        _app.Settings["Catalogue:Collections:users:Returns:1"] = "nothing";

        using var answer = await _app.CallAsync(
            "query_data", """{"collection":"users","filters":{"limit":1}}""", _app.Issuer.Token("mcp:query"));

        var record = (await answer.ReadStructuredAsync())["records"]?[0];
        JsonAssert.Equal(
            """{"department":"people","title":"Recruiter","createdAt":"2022-01-05T08:11:00+00:00"}""", record);
    }
}
