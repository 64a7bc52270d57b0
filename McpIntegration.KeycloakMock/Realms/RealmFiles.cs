using System.Text.Json;
using System.Text.RegularExpressions;
using McpIntegration.KeycloakMock.Hosting;
using Microsoft.Extensions.Options;

namespace McpIntegration.KeycloakMock.Realms;

/// <summary>
/// Reads the folder that Keycloak imports: one <c>*-realm.json</c> and any <c>*-users-*.json</c>, with their
/// placeholders filled from the configuration, which holds the environment's variables.
/// </summary>
internal sealed partial class RealmFiles(
    IOptions<KeycloakMockOptions> options, IHostEnvironment environment, IConfiguration variables)
{
    public Realm Read()
    {
        var folder = Path.GetFullPath(Path.Combine(environment.ContentRootPath, options.Value.RealmFolder));
        if (!Directory.Exists(folder) || Directory.GetFiles(folder, "*-realm.json") is not [var realmFile])
        {
            throw new StartRefusedException(
                $"RealmFolder is '{folder}': it must be a folder with one file *-realm.json.");
        }

        var realm = Parse(realmFile);
        var users = Directory.GetFiles(folder, "*-users-*.json").Order().SelectMany(file => Parse(file).Users);
        return new Realm(realm with { Users = [.. realm.Users, .. users] });
    }

    private RealmRepresentation Parse(string file)
    {
        var text = Placeholder().Replace(File.ReadAllText(file), match => Value(match, Path.GetFileName(file)));
        return JsonSerializer.Deserialize<RealmRepresentation>(text, JsonSerializerOptions.Web)
            ?? throw new StartRefusedException($"{file} holds no realm.");
    }

    /// <summary>
    /// Keycloak would take a placeholder without value literally, and so make its text the secret of a client.
    /// </summary>
    private string Value(Match placeholder, string file)
    {
        var name = placeholder.Groups["name"].Value;
        if (variables.GetValue<string>(name) is { Length: > 0 } value)
        {
            return JsonEncodedText.Encode(value).ToString();
        }

        return placeholder.Groups["default"] is { Success: true } standard
            ? standard.Value
            : throw new StartRefusedException($"{file} needs the environment variable {name}, and it has no value.");
    }

    // "secret": "${MCP_MACHINE_SECRET}", "sslRequired": "${MCP_SSL_REQUIRED:external}"
    [GeneratedRegex(@"\$\{(?<name>[A-Za-z0-9_]+)(:(?<default>[^}]*))?\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Placeholder();
}
