#pragma warning disable MCP9001, MCP9005 // Deprecated, and part of the revisions that the suite asks about.
using System.ComponentModel;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using static ModelContextProtocol.Protocol.ElicitRequestParams;

namespace McpIntegration.Tests.Conformance;

/// <summary>Tools that ask the client while they run, as the revisions before 2026-07-28 have it.</summary>
[McpServerToolType]
internal sealed class AskingTools
{
    private static readonly string[] Names = ["option1", "option2", "option3"];

    private static readonly EnumSchemaOption[] Options =
        [new() { Const = "value1", Title = "First" }, new() { Const = "value2", Title = "Second" }, new() { Const = "value3", Title = "Third" }];

    [McpServerTool(Name = "test_sampling"), Description("Has the client's model write something")]
    public static async Task<string> SampleAsync(
        RequestContext<CallToolRequestParams> call, [Description("What to write")] string prompt, CancellationToken cancellationToken)
    {
        var answer = await call.Server.SampleAsync(InputTools.Sampling(prompt), cancellationToken);
        return $"LLM response: {answer.Content.OfType<TextContentBlock>().Single().Text}";
    }

    [McpServerTool(Name = "test_elicitation"), Description("Asks the person something")]
    public static Task<string> ElicitAsync(
        RequestContext<CallToolRequestParams> call, [Description("The question")] string message, CancellationToken cancellationToken) =>
        AskAsync(
            call,
            message,
            new() { ["username"] = new StringSchema(), ["email"] = new StringSchema() },
            cancellationToken);

    [McpServerTool(Name = "test_elicitation_sep1034_defaults"), Description("Asks with an answer to every question in advance")]
    public static Task<string> ElicitDefaultsAsync(
        RequestContext<CallToolRequestParams> call, CancellationToken cancellationToken) =>
        AskAsync(
            call,
            "Is this right?",
            new()
            {
                ["name"] = new StringSchema { Default = "John Doe" },
                ["age"] = new NumberSchema { Type = "integer", Default = 30 },
                ["score"] = new NumberSchema { Default = 95.5 },
                ["status"] =
                    new UntitledSingleSelectEnumSchema { Enum = ["active", "inactive", "pending"], Default = "active" },
                ["verified"] = new BooleanSchema { Default = true },
            },
            cancellationToken);

    [McpServerTool(Name = "test_elicitation_sep1330_enums"), Description("Asks for choices of every kind")]
    public static Task<string> ElicitEnumsAsync(
        RequestContext<CallToolRequestParams> call, CancellationToken cancellationToken) =>
        AskAsync(
            call,
            "Which?",
            new()
            {
                ["untitledSingle"] = new UntitledSingleSelectEnumSchema { Enum = Names },
                ["titledSingle"] = new TitledSingleSelectEnumSchema { OneOf = Options },
                ["legacyEnum"] =
                    new LegacyTitledEnumSchema { Enum = ["opt1", "opt2", "opt3"], EnumNames = ["One", "Two", "Three"] },
                ["untitledMulti"] = new UntitledMultiSelectEnumSchema { Items = new() { Enum = Names } },
                ["titledMulti"] = new TitledMultiSelectEnumSchema { Items = new() { AnyOf = Options } },
            },
            cancellationToken);

    private static async Task<string> AskAsync(
        RequestContext<CallToolRequestParams> call,
        string message,
        Dictionary<string, PrimitiveSchemaDefinition> properties,
        CancellationToken cancellationToken)
    {
        var answer = await call.Server.ElicitAsync(
            new ElicitRequestParams { Message = message, RequestedSchema = new() { Properties = properties } }, cancellationToken);
        return $"User response: {answer.Action}";
    }
}
