using Xunit;

namespace McpIntegration.Tests.AppHost;

/// <summary>
/// A folder of small scripts that stand for programs a test machine may not have: a container engine's client, Java,
/// Keycloak.
/// </summary>
internal sealed class FakePrograms : IDisposable
{
    private const string NeedsScripts =
        "The stand-ins for other programs are shell scripts, which Windows does not run.";

    public FakePrograms() => Skip.If(OperatingSystem.IsWindows(), NeedsScripts);

    public string Folder { get; } = Directory.CreateTempSubdirectory("fake").FullName;

    /// <summary>PATH with these programs before all others.</summary>
    public string SearchPath => $"{Folder}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";

    public FakePrograms Add(string name, string script)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path) ?? Folder);
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return this;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
