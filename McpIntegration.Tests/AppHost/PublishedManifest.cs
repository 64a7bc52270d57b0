using System.Text.Json.Nodes;
using Xunit;

namespace McpIntegration.Tests.AppHost;

/// <summary>
/// The manifest as the application publishes it now, with the paths it would have at the root of the repository.
/// </summary>
public sealed class PublishedManifest : IAsyncLifetime
{
    public string Text { get; private set; } = "";

    public JsonObject Resources => JsonNode.Parse(Text)?["resources"]?.AsObject() ?? [];

    public async Task InitializeAsync() => Text = await PublishAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    public static async Task<string> PublishAsync(params string[] arguments)
    {
        // Not the system's temporary folder: paths in the manifest are relative, and on Windows that may be another
        // drive.
        var folder =
            Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "manifest", Guid.NewGuid().ToString("N")));
        var file = Path.Combine(folder.FullName, "aspire-manifest.json");
        var run = await ApplicationProcess.RunAsync(["--publisher", "manifest", "--output-path", file, .. arguments]);

        // A publisher that fails still ends with 0: the file is the proof.
        Assert.True(File.Exists(file), $"Nothing was published.\n{run.Output}\n{run.Errors}");
        var up = Path.GetRelativePath(folder.FullName, ApplicationProcess.SolutionFolder).Replace('\\', '/') + "/";
        var text = (await File.ReadAllTextAsync(file)).Replace(up, "", StringComparison.Ordinal);
        folder.Delete(recursive: true);
        return text;
    }
}
