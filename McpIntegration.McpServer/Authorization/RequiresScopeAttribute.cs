namespace McpIntegration.McpServer.Authorization;

/// <summary>
/// Declares, on a tool's method, the OAuth scope that a caller needs. A primitive without it stops the start.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RequiresScopeAttribute(string scope) : Attribute
{
    public string Scope { get; } = scope;

    public static string? Of(IReadOnlyList<object> metadata) =>
        metadata.OfType<RequiresScopeAttribute>().FirstOrDefault()?.Scope;
}
