using System.Text.RegularExpressions;
using Xunit;

namespace McpIntegration.Tests.Keycloak;

/// <summary>
/// What leaves for production: the server's published folder, and what Keycloak's image is built from.
/// </summary>
public sealed partial class PublishedFilesTests(PublishedServer published) : IClassFixture<PublishedServer>
{
    private static readonly string[] Development =
        ["Mock", "Garnet", "KeraLua", "AppHost", "mcp-users", "mcp-realm", "launchSettings", ".Development."];

    [Fact]
    public void The_server_is_published_without_anything_that_is_for_development()
    {
        Assert.Contains("McpIntegration.McpServer.dll", published.Files.Select(Path.GetFileName));
        Assert.DoesNotContain(
            published.Files.Select(file => Path.GetFileName(file)),
            name => Development.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public void No_published_file_holds_a_development_credential() => Assert.Empty(
        from file in published.Files
        from found in DevelopmentCredentials.FoundIn(File.ReadAllBytes(file))
        select $"{Path.GetFileName(file)}: {found}");

    // Or the test above would prove nothing.
    [Theory]
    [InlineData("McpIntegration.AppHost.dll", "development-only")]
    [InlineData("KeycloakMock/answers.json", "a11ce000-0000-4000-8000-000000000001")]
    public void A_file_that_holds_one_is_noticed(string file, string found) => Assert.Contains(
        found, DevelopmentCredentials.FoundIn(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, file))));

    [Theory]
    [InlineData("""{"type": "password", "value": "bob"}""", "\"value\": \"bob\"")]
    [InlineData("username=carol&password=carol", "password=carol")]
    [InlineData("users: alice:alice", "alice:alice")]
    public void A_password_is_noticed_where_one_is_given(string text, string found) =>
        Assert.Equal([found], DevelopmentCredentials.FoundIn(text));

    [Fact]
    public async Task Keycloak_s_image_takes_the_realm_and_its_start_and_the_users_are_not_even_sent_to_its_build()
    {
        var dockerfile = await File.ReadAllTextAsync(Path.Combine(RealmDocument.Folder, "Dockerfile"));
        var ignored = await File.ReadAllLinesAsync(Path.Combine(RealmDocument.Folder, ".dockerignore"));

        var copied = Copy().Matches(dockerfile).Select(match => match.Groups["sources"].Value);

        Assert.Equal(["mcp-realm.json", "entrypoint.sh"], copied);
        Assert.Contains("mcp-users-*.json", ignored);
        Assert.Empty(DevelopmentCredentials.FoundIn(dockerfile));
    }

    // COPY --chown=1000:0 mcp-realm.json /opt/keycloak/data/import/
    [GeneratedRegex(@"^(COPY|ADD)(?!.*--from=)(\s+--\S+)*\s+(?<sources>.+)\s+\S+$", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Copy();
}
