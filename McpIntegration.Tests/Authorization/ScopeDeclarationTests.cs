using McpIntegration.McpServer.Authorization;
using McpIntegration.Tests.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Xunit;

namespace McpIntegration.Tests.Authorization;

public sealed class ScopeDeclarationTests
{
    [Fact]
    public async Task A_tool_without_a_scope_stops_the_start()
    {
        await using var server =
            await StartedAsync(services => services.AddSingleton(McpServerTool.Create(Undeclared)));

        var error = Assert.Throws<OptionsValidationException>(() => server.App.Services);

        Assert.Equal("\"undeclared\" declares no scope: add [RequiresScope(\"...\")] to its method.", error.Message);
    }

    [Fact]
    public async Task A_prompt_or_resource_without_a_scope_stops_the_start()
    {
        await using var server = await StartedAsync(services => services
            .AddSingleton(McpServerPrompt.Create(() => "text", new() { Name = "undeclared_prompt" }))
            .AddSingleton(
                McpServerResource.Create(
                    () => "text", new() { Name = "undeclared_resource", UriTemplate = "test://undeclared" })));

        var error = Assert.Throws<OptionsValidationException>(() => server.App.Services);

        Assert.Equal(
            ["\"undeclared_prompt\" declares no scope: add [RequiresScope(\"...\")] to its method.", "\"test://undeclared\" declares no scope: add [RequiresScope(\"...\")] to its method."],
            error.Failures);
    }

    [Fact]
    public async Task A_completion_without_a_scope_stops_the_start()
    {
        await using var server = await StartedAsync(services => services.Configure<McpServerOptions>(
            options => options.Handlers.CompleteHandler = (_, _) => new(new CompleteResult())));

        var error = Assert.Throws<OptionsValidationException>(() => server.App.Services);

        Assert.Equal(
            "The completion handler declares no scope: add [RequiresScope(\"...\")] to its method.", error.Message);
    }

    [Fact]
    public async Task A_handler_for_names_that_nothing_declares_stops_the_start()
    {
        await using var server = await StartedAsync(services => services.Configure<McpServerOptions>(options =>
        {
            options.Handlers.CallToolHandler = (_, _) => new(new CallToolResult());
            options.Handlers.GetPromptHandler = (_, _) => new(new GetPromptResult());
            options.Handlers.ReadResourceHandler = (_, _) => new(new ReadResourceResult());
        }));

        var error = Assert.Throws<OptionsValidationException>(() => server.App.Services);

        const string Reason = "answers without a declared scope: register each tool, prompt and resource by itself.";
        Assert.Equal(
            [$"CallToolHandler {Reason}", $"GetPromptHandler {Reason}", $"ReadResourceHandler {Reason}"],
            error.Failures);
    }

    [Fact]
    public async Task A_tool_with_a_new_scope_appears_in_challenge_and_metadata()
    {
        await using var server = await StartedAsync(services => services.AddSingleton(McpServerTool.Create(Declared)));

        using var challenged = await server.App.PostAsync(McpMessages.Ping, null);
        using var document = await server.App.Client.GetAsync("/.well-known/oauth-protected-resource");

        Assert.EndsWith(
            "scope=\"mcp:metrics mcp:query mcp:read mcp:tests\"",
            challenged.Header("WWW-Authenticate"),
            StringComparison.Ordinal);
        JsonAssert.Equal(
            """["mcp:metrics","mcp:query","mcp:read","mcp:tests"]""",
            (await document.ReadJsonAsync())["scopes_supported"]);
    }

    [McpServerTool(Name = "undeclared")]
    private static string Undeclared() => "done";

    [McpServerTool(Name = "declared")]
    [RequiresScope("mcp:tests")]
    private static string Declared() => "done";

    private static async Task<StartedServer> StartedAsync(Action<IServiceCollection> configure)
    {
        var app = new McpServerApp { ConfigureServices = configure };
        await app.InitializeAsync();
        return new StartedServer(app);
    }

    private sealed class StartedServer(McpServerApp app) : IAsyncDisposable
    {
        public McpServerApp App => app;

        public ValueTask DisposeAsync() => new(app.DisposeAsync());
    }
}
