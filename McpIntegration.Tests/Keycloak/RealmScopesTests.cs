using McpIntegration.McpServer.Authorization;
using McpIntegration.Tests.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace McpIntegration.Tests.Keycloak;

public sealed class RealmScopesTests(UnlimitedMcpServer server) : IClassFixture<UnlimitedMcpServer>
{
    private const string Policies =
        "components.org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy";

    // A scope that the server demands and one of these lacks could not be had by somebody; one that only the realm
    // knows would be consented to for nothing.
    private static readonly string[] ListsOfScopes =
    [
        "roles.realm.description",
        "clientScopes.name",
        "clients[mcp-client].optionalClientScopes",
        "clients[mcp-machine].optionalClientScopes",
        $"{Policies}[Allowed Client Scopes].config.allowed-client-scopes",
        "defaultOptionalClientScopes",
        "scopeMappings.clientScope",
    ];

    [Fact]
    public void Every_list_of_the_realm_names_exactly_the_scopes_that_the_tools_declare()
    {
        var scopes = server.App.Services.GetRequiredService<ScopeCatalog>().All;

        var lists =
            from text in new RealmDocument("mcp-realm.json").Texts
            from word in text.Text.Split(' ', '(', ')', ',')
            where word.StartsWith("mcp:", StringComparison.Ordinal) || scopes.Contains(word)
            group word by text.List into list
            select $"{list.Key}: {string.Join(' ', list.Distinct().Order(StringComparer.Ordinal))}";

        // As one text, so that a failure shows the whole line.
        var expected = ListsOfScopes.Select(list => $"{list}: {string.Join(' ', scopes)}").Order();
        Assert.Equal(string.Join('\n', expected), string.Join('\n', lists.Order()));
    }

    [Fact]
    public void The_development_users_name_no_scope() => Assert.DoesNotContain(
        new RealmDocument("mcp-users-0.json").Texts, text => text.Text.Contains("mcp:", StringComparison.Ordinal));
}
