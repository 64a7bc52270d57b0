using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using McpIntegration.McpServer.Authorization;
using McpIntegration.McpServer.Tools;
using McpIntegration.Tests.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Server;
using Xunit;

namespace McpIntegration.Tests.Tools;

/// <summary>Forms of arguments that none of the three tools has, and that a fourth one may.</summary>
public sealed class ArgumentTests : IAsyncLifetime
{
    private readonly McpServerApp _app = new()
    {
        ConfigureServices = services => services.AddSingleton(McpServerTool.Create(
            typeof(ArgumentTests).GetMethod(nameof(Take), BindingFlags.NonPublic | BindingFlags.Static)
                ?? throw new InvalidOperationException("The tool is gone."),
            options: new()
            {
                SerializerOptions = ToolSchema.JsonOptions,
                SchemaCreateOptions = ToolSchema.CreateOptions,
            })),
    };

    public Task InitializeAsync() => _app.InitializeAsync();

    public Task DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData("{\"ids\":[\"a\",\"b\"]}", "taken")]
    [InlineData("{\"any\":{\"a\":[1]}}", "taken")]
    [InlineData("{\"share\":0.5}", "taken")]
    [InlineData("{\"name\":\"\U0001F600\U0001F600\U0001F600\"}", "taken")]
    [InlineData("{\"ids\":[\"a\",5]}", "ids[1] must be text, not a number.")]
    [InlineData("{\"ids\":\"a\"}", "ids must be an array, not text.")]
    [InlineData("{\"share\":\"0.5\"}", "share must be a number between 0 and 1, not text.")]
    [InlineData("{\"share\":1.5}", "share is 1.5: it must be between 0 and 1.")]
    [InlineData("{\"flag\":\"true\"}", "flag must be a boolean, not text.")]
    [InlineData(
        "{\"name\":\"\U0001F600\U0001F600\U0001F600\U0001F600\"}",
        "name has 4 characters: it must have at most 3.")]
    [InlineData("{\"title\":\"ab\"}", "title has 2 characters: it must have at least 3.")]
    public async Task Each_is_checked_by_what_the_schema_says(string arguments, string sentence)
    {
        using var answer = await _app.CallAsync("take", arguments, _app.Issuer.Token("mcp:read"));

        Assert.Equal(sentence, (string?)(await answer.ReadResultAsync())["content"]?[0]?["text"]);
    }

    [McpServerTool(Name = "take"), Description("Takes everything")]
    [RequiresScope("mcp:read")]
    private static string Take(
        string[]? ids = null,
        JsonElement? any = null,
        [Range(0.0, 1.0)] double share = 0,
        bool flag = false,
        [MaxLength(3)] string name = "",
        [MinLength(3)] string title = "long")
    {
        _ = (ids, any, share, flag, name, title);
        return "taken";
    }
}
