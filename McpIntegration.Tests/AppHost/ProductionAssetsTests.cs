using System.Text.Json.Nodes;
using Xunit;

namespace McpIntegration.Tests.AppHost;

/// <summary>
/// Garnet is for machines without containers: neither it nor its older dependencies may reach what is deployed.
/// </summary>
public sealed class ProductionAssetsTests
{
    [Theory]
    [InlineData("McpIntegration.McpServer")]
    [InlineData("McpIntegration.ServiceDefaults")]
    [InlineData("McpIntegration.InternalApiMock")]
    public void A_production_project_resolves_nothing_of_Garnet(string project)
    {
        var packages = Packages(project);

        Assert.NotEmpty(packages);
        Assert.DoesNotContain(packages, name => name.Contains("Garnet", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(packages, name => name.Contains("KeraLua", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void The_cache_process_does_resolve_them() =>
        Assert.Subset(
            Packages("McpIntegration.GarnetHost").ToHashSet(StringComparer.Ordinal),
            new HashSet<string> { "Microsoft.Garnet", "KeraLua" });

    private static string[] Packages(string project)
    {
        var path = Path.Combine(ApplicationProcess.SolutionFolder, project, "obj", "project.assets.json");
        var libraries = JsonNode.Parse(File.ReadAllText(path))?["libraries"]?.AsObject() ?? [];
        return [.. libraries.Select(library => library.Key.Split('/')[0])];
    }
}
