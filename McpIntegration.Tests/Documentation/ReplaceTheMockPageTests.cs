using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using McpIntegration.Tests.InternalApi;
using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.Documentation;

/// <summary>
/// Follows docs/replace-the-mock.md: the first part on a warehouse, by configuration alone, the second on a staff
/// directory.
/// </summary>
[Collection(nameof(ServerSources))]
public sealed partial class ReplaceTheMockPageTests : IAsyncLifetime
{
    private const string Shipments =
        "\"collection\":\"shipments\",\"filters\":{\"field\":\"carrier\",\"value\":\"DHL\",\"limit\":1}";
    private const string Desks = "\"collection\":\"desks\",\"filters\":{\"field\":\"floor\",\"operator\":\"greater\",\"value\":\"2\",\"limit\":1}";
    private static readonly Page Page = new("docs/replace-the-mock.md");
    private readonly TestUpstream _api = new();
    private readonly DirectoryInfo _contentRoot = Directory.CreateTempSubdirectory("content-root-");

    public Task InitializeAsync() => _api.InitializeAsync();

    public async Task DisposeAsync()
    {
        await _api.DisposeAsync();
        _contentRoot.Delete(recursive: true);
    }

    [Fact]
    public async Task Another_address_other_credentials_collections_and_fields_are_configuration()
    {
        _api.Answer = OtherApis.Warehouse;
        WriteAppSettings();
        await using var server = await ChangedServer.StartAsync(Settings());

        using var first = await server.CallAsync("query_data", $"{{{Shipments}}}");
        var page = await first.ReadStructuredAsync();
        using var second = await server.CallAsync("query_data", Next(Shipments, page));
        using var unknown = await server.CallAsync("query_data", """{"collection":"users"}""");

        JsonAssert.Equal("""[{"shipmentNo":"S-1","carrier":"DHL","weightKg":2.5}]""", page["records"]);
        JsonAssert.Equal(
            """{"collection":"shipments","records":[{"shipmentNo":"S-2","carrier":"DHL"}]}""",
            await second.ReadStructuredAsync());
        Assert.Equal("There is no collection \"users\". Use one of: shipments.", await unknown.ReadToolErrorAsync());
        Assert.Equal(
            [
                "/token grant_type=client_credentials&scope=wms.read",
                "/wms/api/v1/shipments?field=carrier&operator=equals&value=DHL&limit=1 ",
                "/wms/api/v1/shipments?field=carrier&operator=equals&value=DHL&limit=1&cursor=p2 ",
            ],
            _api.Requests.Select(request => $"{request.Target} {request.Body}"));
    }

    [Fact]
    public async Task Other_paths_names_and_paging_are_one_class()
    {
        _api.Answer = OtherApis.StaffDirectory;
        using var sources = new ServerSources();
        var folder = await sources.BuildAsync(Page);
        await using var server = await ChangedServer.StartAsync(
            new()
            {
                ["InternalApi__BaseAddress"] = _api.BaseAddress,
                ["InternalApi__ApiKey"] = "key",
                ["Catalogue__Collections__desks__Returns__0"] = "deskNo",
                ["Catalogue__Collections__desks__Filters__floor__0"] = "greater",
            },
            folder);

        using var first = await server.CallAsync("query_data", $"{{{Desks}}}");
        var page = await first.ReadStructuredAsync();
        using var second = await server.CallAsync("query_data", Next(Desks, page));
        using var person = await server.CallAsync("get_user_profile", """{"userId":"P7"}""");
        using var nobody = await server.CallAsync("get_user_profile", """{"userId":"P8"}""");
        using var figures = await server.CallAsync("get_metrics", """{"metricType":"usage","timeRange":"1h"}""");

        JsonAssert.Equal("""[{"deskNo":"D-31"}]""", page["records"]);
        JsonAssert.Equal(
            """{"collection":"desks","records":[{"deskNo":"D-32"}]}""", await second.ReadStructuredAsync());
        JsonAssert.Equal(
            """{"id":"P7","name":"Ada","department":"Ops","createdAt":"2024-05-06T00:00:00+00:00"}""",
            await person.ReadStructuredAsync());
        Assert.Equal("User not found", await nobody.ReadToolErrorAsync());
        JsonAssert.Equal("""{"min":1,"max":3,"avg":2}""", (await figures.ReadStructuredAsync())["summary"]);
    }

    private static string Next(string query, JsonNode page) => $"{{{query},\"cursor\":\"{page["nextCursor"]}\"}}";

    /// <summary>The server's own, with the page's Catalogue in place of it.</summary>
    private void WriteAppSettings()
    {
        var settings = JsonNode.Parse(new Page("McpIntegration.McpServer/appsettings.json").Read())?.AsObject() ?? [];
        settings["Catalogue"] =
            JsonNode.Parse(Json().Match(Page.Read()).Groups["json"].Value)?["Catalogue"]?.DeepClone();
        File.WriteAllText(
            Path.Combine(_contentRoot.FullName, "appsettings.json"), settings.ToJsonString(JsonSerializerOptions.Web));
    }

    /// <summary>The page's, at this machine's addresses.</summary>
    private Dictionary<string, string> Settings() => new(Setting().Matches(Page.Read())
        .Select(match => KeyValuePair.Create(match.Groups["key"].Value, match.Groups["value"].Value
            .Replace("https://warehouse.example.com", _api.BaseAddress, StringComparison.Ordinal)
            .Replace("https://login.example.com", _api.BaseAddress, StringComparison.Ordinal))))
    {
        ["ASPNETCORE_CONTENTROOT"] = _contentRoot.FullName,
    };

    [GeneratedRegex(@"^export (?<key>\w+)=(?<value>\S+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Setting();

    [GeneratedRegex("^```json\n(?<json>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Json();
}
