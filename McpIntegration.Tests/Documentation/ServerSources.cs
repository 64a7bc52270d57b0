using System.Diagnostics;
using McpIntegration.Tests.AppHost;
using Xunit;

namespace McpIntegration.Tests.Documentation;

/// <summary>The server's sources in a folder of their own, changed as a page says, and built there.</summary>
internal sealed class ServerSources : IDisposable
{
    private const string Server = "McpIntegration.McpServer";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private static readonly string[] Projects = [Server, "McpIntegration.ServiceDefaults"];
    private static readonly string[] Shared =
        ["global.json", "Directory.Build.props", "Directory.Packages.props", "CodeMetricsConfig.txt"];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("server-sources-");

    public ServerSources()
    {
        foreach (var file in Shared.Concat(Projects.SelectMany(SourcesOf)))
        {
            var target = new FileInfo(Path.Combine(_folder.FullName, file));
            target.Directory?.Create();
            File.Copy(Path.Combine(ApplicationProcess.SolutionFolder, file), target.FullName);
        }
    }

    /// <returns>The folder of the built server.</returns>
    public async Task<string> BuildAsync(Page page)
    {
        var edits = PageEdit.ReadAll(page).ToArray();
        Assert.NotEmpty(edits);
        foreach (var edit in edits)
        {
            edit.Apply(_folder.FullName);
        }

        var output = Path.Combine(_folder.FullName, "built");
        // Nothing of the compiler is left running, and style is the repository's own build's matter.
        var start = new ProcessStartInfo(
            "dotnet",
            [
                "build", Server, "--nologo", "-v", "q", "-o", output,
                "-nodeReuse:false", "-p:UseSharedCompilation=false", "-p:RunAnalyzers=false", "-p:NuGetAudit=false",
            ])
        {
            WorkingDirectory = _folder.FullName,
        };

        // Where this test was itself started by a build, that one's own paths are not to be taken for this one's.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        var build = await FinishedProcess.RunAsync(start, Limit);
        Assert.True(build.ExitCode == 0, build.Output + build.Errors);
        return output;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static IEnumerable<string> SourcesOf(string project)
    {
        var root = Path.Combine(ApplicationProcess.SolutionFolder, project);
        return Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(root, file))
            .Where(file => file.Split(Path.DirectorySeparatorChar)[0] is not ("bin" or "obj"))
            .Select(file => Path.Combine(project, file));
    }
}
