namespace McpIntegration.Benchmarks.Stand;

internal static class Builds
{
    /// <summary>The dll of a project of this solution, as it was built together with this one.</summary>
    public static string Of(string project)
    {
        var folder = AppContext.BaseDirectory.Replace("McpIntegration.Benchmarks", project, StringComparison.Ordinal);
        var assembly = Path.Combine(folder, $"{project}.dll");
        return File.Exists(assembly)
            ? assembly
            : throw new FileNotFoundException($"{project} has not been built.", assembly);
    }
}
