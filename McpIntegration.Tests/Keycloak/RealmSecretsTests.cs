using System.Text.RegularExpressions;
using Xunit;

namespace McpIntegration.Tests.Keycloak;

/// <summary>
/// The realm file is what production imports; everything that only development may know is in the users file beside it.
/// </summary>
public sealed partial class RealmSecretsTests
{
    private readonly RealmDocument _realm = new("mcp-realm.json");

    [Fact]
    public void There_is_one_realm_and_one_file_of_development_users() => Assert.Equal(
        ["mcp-realm.json", "mcp-users-0.json"],
        Directory.EnumerateFiles(RealmDocument.Folder, "*.json", SearchOption.AllDirectories)
            .Select(Path.GetFileName)
            .Order());

    [Fact]
    public void The_realm_holds_no_person()
    {
        var users = _realm.Json["users"]?.AsArray() ?? [];

        Assert.All(users, user => Assert.NotNull((string?)user?["serviceAccountClientId"]));
        Assert.Empty(_realm.Texts.Select(text => text.Text).Intersect(DevelopmentCredentials.Names));
    }

    [Fact]
    public void Every_secret_of_the_realm_is_a_placeholder_without_a_default()
    {
        var secrets = _realm.Texts.Where(text => SecretName().IsMatch(text.Name)).ToArray();

        Assert.NotEmpty(secrets);
        Assert.All(secrets, secret => Assert.Matches(@"^\$\{[A-Z_]+\}$", secret.Text));
    }

    [Fact]
    public void The_realm_holds_no_credential_and_no_key() => Assert.DoesNotContain(
        _realm.Texts, text =>
            text.List.Contains(".credentials.", StringComparison.OrdinalIgnoreCase) || KeyName().IsMatch(text.Name));

    [Fact]
    public void The_realm_holds_nothing_of_development()
    {
        var text = File.ReadAllText(Path.Combine(RealmDocument.Folder, "mcp-realm.json"));

        Assert.Empty(DevelopmentCredentials.FoundIn(text));
    }

    // "secret", "registrationAccessToken", "smtpServer": { "password" }
    [GeneratedRegex("secret|password|accessToken$", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    [GeneratedRegex("privateKey|certificate|hashedSaltedValue|secretData", RegexOptions.IgnoreCase)]
    private static partial Regex KeyName();
}
