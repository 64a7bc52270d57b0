using System.ComponentModel.DataAnnotations;
using System.Net;
using McpIntegration.McpServer.Authorization;
using McpIntegration.Tests.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Xunit;

namespace McpIntegration.Tests.Authorization;

/// <summary>Prompts, which the product has none of, resources and completions are guarded as tools are.</summary>
public sealed class ScopePerPrimitiveTests : IAsyncLifetime
{
    private const string Everything = $"{McpServerApp.AllScopes} mcp:completions mcp:tests";

    private readonly McpServerApp _app = new()
    {
        ConfigureServices = services => services
            .AddSingleton(McpServerPrompt.Create(Declared, new() { Name = "declared" }))
            .AddSingleton(
                McpServerResource.Create(Declared, new() { Name = "declared", UriTemplate = "test://declared" }))
            .AddSingleton(
                McpServerResource.Create(
                    Declared, new() { Name = "template", UriTemplate = "test://declared/{value}" }))
            .Configure<McpServerOptions>(options => options.Handlers.CompleteHandler = CompleteAsync),
    };

    public Task InitializeAsync() => _app.InitializeAsync();

    public Task DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData("prompts/get", "\"name\":\"declared\",\"arguments\":{\"value\":\"one\"}", "declared", "mcp:tests")]
    [InlineData("resources/read", "\"uri\":\"test://declared/one\"", "test://declared/one", "mcp:tests")]
    [InlineData("completion/complete", Completion.OfPrompt, null, "mcp:completions mcp:tests")]
    [InlineData("completion/complete", Completion.OfResource, null, "mcp:completions mcp:tests")]
    public async Task Is_given_only_to_its_own_scope_in_both_eras(
        string method, string members, string? name, string scope)
    {
        foreach (var (held, expected) in Cases(scope))
        {
            using var older = await PostAsync(method, members, held);
            using var newest = await _app.PostNewestAsync(method, "," + members, _app.Issuer.Token(held), name);

            Assert.Equal((held, expected, expected), (held, older.StatusCode, newest.StatusCode));
            Assert.Equal(expected == HttpStatusCode.OK, (await older.ReadJsonAsync())["result"] is not null);
            Assert.Equal(expected == HttpStatusCode.OK, (await newest.ReadJsonAsync())["result"] is not null);
        }
    }

    [Fact]
    public async Task A_completion_s_scope_stands_in_the_challenge()
    {
        using var challenged = await _app.PostAsync(McpMessages.Ping, null);

        Assert.EndsWith(
            "scope=\"mcp:completions mcp:metrics mcp:query mcp:read mcp:tests\"", challenged.Header("WWW-Authenticate"), StringComparison.Ordinal);
    }

    /// <summary>The start refuses what declares nothing; what is added later finds the filter.</summary>
    [Theory]
    [InlineData("tools/call", "\"name\":\"late\",\"arguments\":{\"value\":\"one\"}", "late", "tool")]
    [InlineData("prompts/get", "\"name\":\"late\",\"arguments\":{\"value\":\"one\"}", "late", "prompt")]
    [InlineData("resources/read", "\"uri\":\"test://late/one\"", "test://late/one", "resource")]
    [InlineData("completion/complete", Completion.OfLatePrompt, null, "prompt")]
    [InlineData("completion/complete", Completion.OfLateResource, null, "resource")]
    public async Task What_declares_nothing_is_refused_to_every_scope_in_both_eras(
        string method, string members, string? name, string kind)
    {
        var server = _app.Services.GetRequiredService<IOptions<McpServerOptions>>().Value;
        server.ToolCollection?.Add(McpServerTool.Create(Undeclared, new() { Name = "late" }));
        server.PromptCollection?.Add(McpServerPrompt.Create(Undeclared, new() { Name = "late" }));
        server.ResourceCollection?.Add(
            McpServerResource.Create(Undeclared, new() { Name = "late", UriTemplate = "test://late/{value}" }));

        using var older = await PostAsync(method, members, Everything);
        using var newest = await _app.PostNewestAsync(method, "," + members, _app.Issuer.Token(Everything), name);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (older.StatusCode, newest.StatusCode));
        Assert.Contains(
            "scope=\"mcp:completions mcp:metrics mcp:query mcp:read mcp:tests\", error=\"insufficient_scope\", " +
            $"error_description=\"This {kind} declares no scope, so no token is enough for it: whoever maintains the server has to mend that.\"",
            older.Header("WWW-Authenticate"), StringComparison.Ordinal);
    }

    private static IEnumerable<(string Held, HttpStatusCode Expected)> Cases(string scope)
    {
        yield return (McpServerApp.AllScopes, HttpStatusCode.Forbidden);
        yield return (scope, HttpStatusCode.OK);
        foreach (var part in scope.Split(' ').Where(part => part != scope))
        {
            yield return ($"{McpServerApp.AllScopes} {part}", HttpStatusCode.Forbidden);
        }
    }

    private Task<HttpResponseMessage> PostAsync(string method, string members, string scope) => _app.PostAsync(
        $$$"""{"jsonrpc":"2.0","id":1,"method":"{{{method}}}","params":{ {{{members}}} }}""", _app.Issuer.Token(scope));

    [RequiresScope("mcp:tests")]
    private static string Declared([AllowedValues("one", "two")] string value = "one") => value;

    private static string Undeclared([AllowedValues("one", "two")] string value) => value;

    [RequiresScope("mcp:completions")]
    private static ValueTask<CompleteResult> CompleteAsync(
        RequestContext<CompleteRequestParams> call, CancellationToken cancellationToken) =>
        new(new CompleteResult { Completion = new() { Values = ["three"] } });

    private static class Completion
    {
        public const string OfPrompt = "\"ref\":{\"type\":\"ref/prompt\",\"name\":\"declared\"}" + Argument;
        public const string OfResource =
            "\"ref\":{\"type\":\"ref/resource\",\"uri\":\"test://declared/{value}\"}" + Argument;
        public const string OfLatePrompt = "\"ref\":{\"type\":\"ref/prompt\",\"name\":\"late\"}" + Argument;
        public const string OfLateResource =
            "\"ref\":{\"type\":\"ref/resource\",\"uri\":\"test://late/{value}\"}" + Argument;
        private const string Argument = ",\"argument\":{\"name\":\"value\",\"value\":\"\"}";
    }
}
