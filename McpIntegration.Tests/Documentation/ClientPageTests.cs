using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using McpIntegration.Tests.KeycloakMock;
using Xunit;

namespace McpIntegration.Tests.Documentation;

/// <summary>
/// The pages of docs/clients: what they have pasted is of the shape that the client documents, and what the client
/// registers is admitted by the realm, in development, and leads to a token. The clients themselves are not run here;
/// the Inspector's command line is, elsewhere.
/// </summary>
public sealed class ClientPageTests(KeycloakMockApp app) : IClassFixture<KeycloakMockApp>
{
    private const string Server = "http://localhost:3000/mcp";

    public static TheoryData<string> Pages => new(ClientPage.Names);

    [Theory]
    [MemberData(nameof(Pages))]
    public void What_is_pasted_is_of_the_documented_shape_and_names_this_server(string page)
    {
        var shapes = JsonNode.Parse(new Page("McpIntegration.Tests/Documentation/client-configurations.json").Read());
        var schema = JsonSchema.FromText(shapes?[page]?.ToJsonString() ?? "false");

        var configurations = ClientPage.Configurations(page).ToArray();

        Assert.NotEmpty(configurations);
        Assert.All(configurations, configuration =>
        {
            Assert.True(schema.Evaluate(Element(configuration)).IsValid, configuration.ToJsonString());
            Assert.Contains(Server, configuration.ToJsonString(), StringComparison.Ordinal);
        });
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task What_it_registers_is_admitted_and_signs_a_person_in_at_every_redirect_address(string page)
    {
        using var client = app.CreateClient();
        var registrations = ClientPage.Registrations(page).ToArray();

        Assert.NotEmpty(registrations);
        foreach (var registration in registrations)
        {
            using var body = new StringContent(registration.ToJsonString(), Encoding.UTF8, "application/json");
            using var response =
                await client.PostAsync(new Uri($"{app.Issuer}/clients-registrations/openid-connect"), body);
            var registered = await OAuthAnswer.ReadAsync(response);
            Assert.True(registered.Status == HttpStatusCode.Created, registered.Text);
            foreach (var redirect in registration["redirect_uris"]?.AsArray() ?? [])
            {
                var flow = new CodeFlow(client, app.Issuer) { ClientId = $"{registered.Json["client_id"]}", RedirectUri = $"{redirect}" };
                var answer = await flow.SignInAsync("alice", "mcp:read");
                Assert.Equal("mcp:read", (string?)answer.Json["scope"]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Whatever_it_calls_tried_is_named_with_a_test_that_exists(string page)
    {
        var classes = typeof(ClientPageTests).Assembly.GetTypes().Select(type => $"`{type.Name}`").ToHashSet();
        var results = ClientPage.Read(page).Split('\n')
            .SkipWhile(line => !line.StartsWith("| tried ", StringComparison.Ordinal)).Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)[2]).ToArray();

        Assert.Contains("not tried", results);
        Assert.Empty(results.Where(result => result != "not tried").Except(classes));
    }

    [Fact]
    public void The_index_links_every_page()
    {
        var index = new Page("docs/clients.md").Read();

        Assert.All(ClientPage.Names, name => Assert.Contains($"(clients/{name}.md)", index, StringComparison.Ordinal));
    }

    private static JsonElement Element(JsonObject node) => JsonSerializer.SerializeToElement(node);
}
