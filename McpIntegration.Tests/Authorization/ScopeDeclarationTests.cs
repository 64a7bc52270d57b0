using System.Net;
using McpIntegration.McpServer.Authorization;
using McpIntegration.Tests.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;
using Xunit;

namespace McpIntegration.Tests.Authorization;

public sealed class ScopeDeclarationTests
{
    [Fact]
    public async Task A_tool_without_a_scope_stops_the_start()
    {
        await using var server = await StartedAsync(services => services.AddSingleton(McpServerTool.Create(Undeclared)));

        var error = Assert.Throws<OptionsValidationException>(() => server.App.Services);

        Assert.Equal("\"undeclared\" declares no scope: add [RequiresScope(\"...\")] to its method.", error.Message);
    }

    [Fact]
    public async Task A_prompt_or_resource_without_a_scope_stops_the_start()
    {
        await using var server = await StartedAsync(services => services
            .AddSingleton(McpServerPrompt.Create(() => "text", new() { Name = "undeclared_prompt" }))
            .AddSingleton(McpServerResource.Create(() => "text", new() { Name = "undeclared_resource", UriTemplate = "test://undeclared" })));

        var error = Assert.Throws<OptionsValidationException>(() => server.App.Services);

        Assert.Equal(
            ["\"undeclared_prompt\" declares no scope: add [RequiresScope(\"...\")] to its method.", "\"test://undeclared\" declares no scope: add [RequiresScope(\"...\")] to its method."],
            error.Failures);
    }

    [Fact]
    public async Task A_tool_with_a_new_scope_appears_in_challenge_and_metadata()
    {
        await using var server = await StartedAsync(services => services.AddSingleton(McpServerTool.Create(Declared)));

        using var challenged = await server.App.PostAsync(McpMessages.Ping, null);
        using var document = await server.App.Client.GetAsync("/.well-known/oauth-protected-resource");

        Assert.EndsWith("scope=\"mcp:metrics mcp:query mcp:read mcp:tests\"", challenged.Header("WWW-Authenticate"), StringComparison.Ordinal);
        JsonAssert.Equal("""["mcp:metrics","mcp:query","mcp:read","mcp:tests"]""", (await document.ReadJsonAsync())["scopes_supported"]);
    }

    [Theory]
    [InlineData("prompts/get", "\"name\":\"declared\"")]
    [InlineData("resources/read", "\"uri\":\"test://declared\"")]
    public async Task A_prompt_or_resource_is_given_only_to_its_own_scope(string method, string members)
    {
        await using var server = await StartedAsync(services => services
            .AddSingleton(McpServerPrompt.Create(Declared, new() { Name = "declared" }))
            .AddSingleton(McpServerResource.Create(Declared, new() { Name = "declared", UriTemplate = "test://declared" })));
        var request = $$$"""{"jsonrpc":"2.0","id":1,"method":"{{{method}}}","params":{ {{{members}}} }}""";

        using var refused = await server.App.PostAsync(request, server.App.Issuer.Token(McpServerApp.AllScopes));
        using var given = await server.App.PostAsync(request, server.App.Issuer.Token("mcp:tests"));

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), (refused.StatusCode, given.StatusCode));
        Assert.Equal(-32003, (int?)(await refused.ReadJsonAsync())["error"]?["code"]);
        Assert.NotNull((await given.ReadJsonAsync())["result"]);
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
