using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit;

namespace McpIntegration.Tests.AppHost;

/// <summary>
/// The package is a preview that some feeds leave out: only the project is asked, and nothing is restored.
/// </summary>
public sealed class KeycloakIntegrationTests
{
    [Theory]
    [InlineData("source", false, true)]
    [InlineData("package", true, false)]
    public async Task Either_the_package_is_referenced_or_its_source_form_compiled(
        string integration, bool package, bool source)
    {
        var items = await EvaluateAsync(integration);

        Assert.Equal(package, Names(items, "PackageReference").Contains("Aspire.Hosting.Keycloak"));
        Assert.Equal(source, Names(items, "Compile").Contains("Issuer/KeycloakHosting.cs"));
    }

    private static async Task<JsonNode?> EvaluateAsync(string integration)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(
                "dotnet",
                [
                    "msbuild", ApplicationProcess.ProjectFolder, $"-p:KeycloakIntegration={integration}",
                    "-getItem:PackageReference", "-getItem:Compile",
                ])
            {
                RedirectStandardOutput = true,
            },
        };
        process.Start();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return JsonNode.Parse(output)?["Items"];
    }

    private static string[] Names(JsonNode? items, string type) =>
        [.. (items?[type]?.AsArray() ?? []).Select(item => ((string?)item?["Identity"] ?? "").Replace('\\', '/'))];
}
