using System.Reflection;

namespace McpIntegration.McpServer.Authorization;

/// <summary>
/// Declares, on the method of a tool, prompt, resource or completion, the OAuth scope that a caller needs. One without
/// it stops the start.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RequiresScopeAttribute(string scope) : Attribute
{
    public string Scope { get; } = scope;

    public static string? Of(IReadOnlyList<object> metadata) =>
        metadata.OfType<RequiresScopeAttribute>().FirstOrDefault()?.Scope;

    public static string? Of(Delegate handler) =>
        handler.Method.GetCustomAttribute<RequiresScopeAttribute>()?.Scope;
}
