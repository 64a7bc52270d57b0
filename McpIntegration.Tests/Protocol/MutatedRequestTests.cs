using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.Protocol;

public sealed class MutatedRequestTests(UnlimitedMcpServer server) : IClassFixture<UnlimitedMcpServer>
{
    private const int Count = 1_500;
    private const int InternalError = -32603;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // The one error that comes before the id is read.
    private const int ParseError = -32700;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task None_fails_the_server_hangs_is_taken_for_another_or_reaches_the_internal_API_when_refused(
        int seed)
    {
        var random = new Random(seed);
        var (token, faults) = (server.App.Issuer.Token("mcp:query", $"mutates with seed {seed}"), new List<string>());
        for (var sent = 0; sent < Count; sent++)
        {
            var request = MutatedRequest.Create(random);
            var before = server.App.Api.ReceivedRequests.Count;
            using var answer = await AskAsync(request, token).WaitAsync(Patience);
            var text = await answer.Content.ReadAsStringAsync().WaitAsync(Patience);
            var upstream = server.App.Api.ReceivedRequests.Count - before;
            if (FindFault(request, (int)answer.StatusCode, text, upstream) is { } fault)
            {
                faults.Add($"{fault}: {(int)answer.StatusCode} {text} to {request}");
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults.Take(20)));
    }

    private static string? FindFault(MutatedRequest request, int status, string text, int upstream)
    {
        var start = text.LastIndexOf("\ndata: ", StringComparison.Ordinal) is > 0 and var at ? at + 7 : 0;
        var message = text.Length == 0 ? null : JsonNode.Parse(text[start..]);
        var error = message?["error"] as JsonObject;
        var code = (int?)error?["code"];
        return (status, code) switch
        {
            ( >= 500, _) => "a failure of the server",
            (_, InternalError) => "blames the server",
            _ when (status >= 400 || error is not null) && upstream > 0 =>
                "refused, and yet the internal API was asked",
            (not (406 or 415), _) when message is not null && !IsIdOf(request, message["id"], code) =>
                "the id is another",
            _ => null,
        };
    }

    private static bool IsIdOf(MutatedRequest request, JsonNode? id, int? code) =>
        id is null
            ? request.Id is null || code == ParseError
            : JsonElement.DeepEquals(ToElement(id), ToElement(request.Id));

    private static JsonElement ToElement(JsonNode? node) => JsonSerializer.SerializeToElement(node);

    private Task<HttpResponseMessage> AskAsync(MutatedRequest mutated, string token) =>
        server.App.PostAsync("", token, request =>
        {
            request.Content =
                new ByteArrayContent(mutated.Body) { Headers = { { "Content-Type", "application/json" } } };
            foreach (var (name, value) in mutated.Bent)
            {
                HttpHeaders headers =
                    name.StartsWith("Content-", StringComparison.Ordinal) ? request.Content.Headers : request.Headers;
                headers.Remove(name);
                headers.TryAddWithoutValidation(name, value);
            }
        });
}
