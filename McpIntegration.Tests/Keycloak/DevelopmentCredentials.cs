using System.Text;
using System.Text.RegularExpressions;

namespace McpIntegration.Tests.Keycloak;

/// <summary>
/// What nothing that is published may hold: the secrets that all have in common, and the development users. Their
/// passwords are ordinary words, so what is looked for is a password where one is given, and the users' ids.
/// </summary>
internal static class DevelopmentCredentials
{
    private const string Secrets = "development-only";

    private static readonly RealmDocument Users = new("mcp-users-0.json");

    public static IReadOnlyList<string> Names { get; } =
        [.. Users.Texts.Where(text => text.List == "users.username").Select(text => text.Text)];

    private static readonly string[] Ids =
        [.. Users.Texts.Where(text => text.List == "users.id").Select(text => text.Text)];

    // "value": "alice", password=alice, alice:alice
    private static readonly Regex Password = new(
        string.Join('|', Users.Texts.Where(text => text.List.EndsWith("credentials.value", StringComparison.Ordinal))
            .Select(text => Regex.Escape(text.Text))
            .Select(word => $@"""(value|password)""\s*:\s*""{word}""|password\s*=\s*{word}\b|\b{word}:{word}\b")),
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture);

    /// <summary>What of it a text holds.</summary>
    public static IEnumerable<string> FoundIn(string text) =>
    [
        .. new[] { Secrets }.Concat(Ids).Where(secret => text.Contains(secret, StringComparison.OrdinalIgnoreCase)),
        .. Password.Matches(text).Select(match => match.Value),
    ];

    /// <summary>The same for any file: text is UTF-8 in most, and UTF-16 where an assembly keeps its literals, at even or odd places.</summary>
    public static IEnumerable<string> FoundIn(byte[] content) =>
        new[] { Encoding.Latin1.GetString(content), Encoding.Unicode.GetString(content), Encoding.Unicode.GetString(content, 1, Math.Max(content.Length - 1, 0)) }
            .SelectMany(FoundIn).Distinct();
}
