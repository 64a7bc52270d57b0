using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.Tools;

/// <summary>
/// All that a client reads of the server before it calls: a change of it is a change for every model out there, so it
/// has to be made twice, in the code and in Surface.json, by somebody who has read docs/architecture.md on it.
/// </summary>
public sealed class SurfaceTests(UnlimitedMcpServer server) : IClassFixture<UnlimitedMcpServer>
{
    private static readonly JsonSerializerOptions Readable =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task Tools_resources_and_instructions_are_as_they_were_written_down()
    {
        var surface = new JsonObject
        {
            ["instructions"] = await PartAsync(McpMessages.Initialize("2025-11-25"), "instructions"),
            ["tools"] = await PartAsync(McpMessages.ListTools, "tools"),
            ["resources"] = await PartAsync("""{"jsonrpc":"2.0","id":1,"method":"resources/list"}""", "resources"),
            ["resourceTemplates"] = await PartAsync(
                """{"jsonrpc":"2.0","id":1,"method":"resources/templates/list"}""", "resourceTemplates"),
        };

        var written = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Tools", "Surface.json"));
        var actual = surface.ToJsonString(Readable).ReplaceLineEndings("\n");
        var actualFile = Path.Combine(AppContext.BaseDirectory, "Tools", "Surface.actual.json");
        await File.WriteAllTextAsync(actualFile, $"{actual}\n");
        Assert.True(
            written.ReplaceLineEndings("\n").Trim() == actual,
            $"What clients see has changed. Compare Tools/Surface.json with {actualFile}.");
    }

    private async Task<JsonNode?> PartAsync(string request, string part)
    {
        using var answer = await server.App.PostAsync(request, server.App.Issuer.Token(""));
        return (await answer.ReadResultAsync())[part]?.DeepClone();
    }
}
