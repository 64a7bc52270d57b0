namespace McpIntegration.Tests;

/// <summary>The sources that the tests were built from.</summary>
internal static class Repository
{
    public static string Folder { get; } = Path.GetFullPath("..", Projects.McpIntegration_AppHost.ProjectPath);

    public static string PathOf(params string[] parts) => Path.Combine([Folder, .. parts]);
}
