namespace McpIntegration.Tests.Hostile;

/// <summary>The WWW-Authenticate values, in full.</summary>
internal static class Challenges
{
    public const string Anonymous = Metadata + "scope=\"mcp:metrics mcp:query mcp:read\"";

    private const string Metadata =
        "Bearer resource_metadata=\"http://localhost:3000/.well-known/oauth-protected-resource/mcp\", ";

    public static string Invalid(string reason) =>
        $"{Anonymous}, error=\"invalid_token\", error_description=\"{reason}\"";

    /// <param name="needed">The tool's scope.</param>
    /// <param name="scope">That and those which the token carries.</param>
    public static string Scope(string needed, string scope) =>
        $"{Metadata}scope=\"{scope}\", error=\"insufficient_scope\", error_description=\"This tool needs the scope {needed}, which the token does not " +
        "carry. Either the client did not ask for it at login, or the account has no role that grants it: then signing in again does not help, " +
        "and an administrator has to assign the role.\"";
}
