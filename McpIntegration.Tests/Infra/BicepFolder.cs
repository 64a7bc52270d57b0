using McpIntegration.Tests.AppHost;

namespace McpIntegration.Tests.Infra;

/// <summary>
/// A copy of infra/ and of what it reads beside it, so that the compiler may write there and a test may change it.
/// </summary>
internal sealed class BicepFolder : IDisposable
{
    private readonly string _top = Directory.CreateTempSubdirectory("mcp-integration-infra-").FullName;

    public BicepFolder()
    {
        foreach (var name in Names("infra", "*").Concat(Names("keycloak", "*.caddy")))
        {
            var copy = Path.Combine(_top, name);
            Directory.CreateDirectory(Path.GetDirectoryName(copy) ?? _top);
            File.Copy(Path.Combine(ApplicationProcess.SolutionFolder, name), copy);
        }
    }

    public string FullName => Path.Combine(_top, "infra");

    public string this[string name] => Path.Combine(FullName, name);

    /// <summary>The repository's own file.</summary>
    public static string Committed(string name) => Path.Combine(ApplicationProcess.SolutionFolder, "infra", name);

    /// <summary>Files of infra/, named from there.</summary>
    public static IEnumerable<string> Files(string pattern) =>
        Names("infra", pattern).Select(name => name["infra/".Length..]);

    public void Replace(string name, string old, string replacement)
    {
        var text = File.ReadAllText(this[name]);
        if (!text.Contains(old, StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{name} holds no {old}.");
        }

        File.WriteAllText(this[name], text.Replace(old, replacement, StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(_top, recursive: true);

    private static IEnumerable<string> Names(string folder, string pattern) => Directory
        .EnumerateFiles(Path.Combine(ApplicationProcess.SolutionFolder, folder), pattern, SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(ApplicationProcess.SolutionFolder, file).Replace('\\', '/'))
        .Order(StringComparer.Ordinal);
}
