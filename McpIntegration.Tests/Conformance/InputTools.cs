#pragma warning disable MCP9005 // Deprecated with 2026-07-28, and part of the revisions that the suite asks about.
using System.ComponentModel;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using static ModelContextProtocol.Protocol.ElicitRequestParams;

namespace McpIntegration.Tests.Conformance;

/// <summary>Tools that answer with what they need, as 2026-07-28 has it, and are called again with it.</summary>
[McpServerToolType]
internal sealed class InputTools
{
    private const string Question = "capital_question";
    private const string Roots = "client_roots";

    [McpServerTool(Name = "test_input_required_result_elicitation"), Description("Needs a name")]
    public static string Elicit(RequestContext<CallToolRequestParams> call) =>
        $"Hello, {Answered(call.Params, "user_name", "name", "What is your name?")}!";

    [McpServerTool(Name = "test_input_required_result_sampling"), Description("Needs a sentence of the client's model")]
    public static string Sample(RequestContext<CallToolRequestParams> call) =>
        call.Params?.InputResponses?.TryGetValue(Question, out var response) is true
            ? $"{response.Deserialize(InputResponse.CreateMessageResultJsonTypeInfo)?.Content.OfType<TextContentBlock>().Single().Text}"
            : throw Require(
                new() { [Question] = InputRequest.ForSampling(Sampling("What is the capital of France?")) });

    [McpServerTool(Name = "test_input_required_result_list_roots"), Description("Needs the client's roots")]
    public static string ListRoots(RequestContext<CallToolRequestParams> call) =>
        call.Params?.InputResponses?.TryGetValue(Roots, out var response) is true
            ? $"{response.Deserialize(InputResponse.ListRootsResultJsonTypeInfo)?.Roots.Count} roots"
            : throw Require(new() { [Roots] = InputRequest.ForRootsList(new()) });

    [McpServerTool(Name = "test_input_required_result_multiple_inputs"), Description("Needs all of these at once")]
    public static string AskAll(RequestContext<CallToolRequestParams> call) => call.Params?.InputResponses?.Count >= 3
        ? "done"
        : throw Require(
            new()
            {
                ["user_name"] = Ask("name", "What is your name?"),
                ["greeting"] = InputRequest.ForSampling(Sampling("Generate a greeting")),
                [Roots] = InputRequest.ForRootsList(new()),
            },
            "asked for three");

    [McpServerTool(Name = "test_input_required_result_capabilities"), Description("Asks no more than the client says it can")]
    public static string AskWhatIsDeclared(RequestContext<CallToolRequestParams> call)
    {
        var requests = new Dictionary<string, InputRequest>();
        if (call.Server.ClientCapabilities?.Sampling is not null)
        {
            requests[Question] = InputRequest.ForSampling(Sampling("What is the capital of France?"));
        }

        if (call.Server.ClientCapabilities?.Elicitation is not null)
        {
            requests["user_name"] = Ask("name", "What is your name?");
        }

        return call.Params?.InputResponses is null && requests.Count > 0 ? throw Require(requests) : "done";
    }

    public static CreateMessageRequestParams Sampling(string prompt) => new()
    {
        MaxTokens = 100,
        Messages = [new() { Role = Role.User, Content = [new TextContentBlock { Text = prompt }] }],
    };

    public static InputRequest Ask(string property, string message) => InputRequest.ForElicitation(new()
    {
        Message = message,
        RequestedSchema = new() { Properties = { [property] = new StringSchema() }, Required = [property] },
    });

    public static InputRequiredException Require(Dictionary<string, InputRequest> requests, string? state = null) =>
        new(requests, state);

    /// <summary>What was answered to the one question, which is asked again as long as it is not.</summary>
    public static string Answered(RequestParams? request, string key, string property, string message) =>
        request?.InputResponses?.TryGetValue(key, out var response) is true
        && response.RawValue.ValueKind == System.Text.Json.JsonValueKind.Object
        && response.Deserialize(InputResponse.ElicitResultJsonTypeInfo)?.Content?.TryGetValue(
            property, out var answer) is true
            ? $"{answer}"
            : throw Require(new() { [key] = Ask(property, message) });
}
