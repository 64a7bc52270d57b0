namespace McpIntegration.Tests.Keycloak;

/// <summary>
/// A copy of the distribution that KEYCLOAK_HOME names, for one test's own: a Keycloak with other features or another
/// database builds itself anew inside its folder, under whoever else runs from there.
/// </summary>
internal sealed class KeycloakHome : IDisposable
{
    private static readonly string? Original = Environment.GetEnvironmentVariable("KEYCLOAK_HOME");
    private readonly DirectoryInfo _copy = Directory.CreateTempSubdirectory("keycloak-");

    public KeycloakHome()
    {
        var original = Original ?? throw new InvalidOperationException("KEYCLOAK_HOME is not set.");
        foreach (var file in Directory.EnumerateFiles(original, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(original, file);
            if (!name.StartsWith($"data{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            {
                var target = Path.Combine(Folder, name);
                Directory.CreateDirectory(Path.GetDirectoryName(target) ?? Folder);
                File.Copy(file, target);
            }
        }
    }

    public static bool IsHere => !string.IsNullOrEmpty(Original);

    public static void SkipUnlessAvailable() =>
        Requirement.Demand(IsHere, "KEYCLOAK_HOME names no Keycloak distribution.");

    public string Folder => _copy.FullName;

    public void Dispose() => _copy.Delete(recursive: true);
}
