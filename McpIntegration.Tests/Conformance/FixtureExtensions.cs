using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpIntegration.Tests.Conformance;

internal static class FixtureExtensions
{
    private const string SchemaTool = """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "type": "object",
          "$defs": {
            "address": {
              "$anchor": "addressDef",
              "type": "object",
              "properties": { "street": { "type": "string" }, "city": { "type": "string" } }
            }
          },
          "properties": {
            "name": { "type": "string" },
            "address": { "$ref": "#/$defs/address" },
            "contactMethod": { "type": "string", "enum": ["phone", "email"] },
            "phone": { "type": "string" },
            "email": { "type": "string" }
          },
          "allOf": [{ "anyOf": [{ "required": ["phone"] }, { "required": ["email"] }] }],
          "if": { "properties": { "contactMethod": { "const": "phone" } }, "required": ["contactMethod"] },
          "then": { "required": ["phone"] },
          "else": { "required": ["email"] },
          "additionalProperties": false
        }
        """;

    /// <summary>What the scenarios ask for by name.</summary>
    public static void AddFixtures(this IMcpServerBuilder mcp)
    {
        mcp.WithTools<ContentTools>().WithTools<NotifyingTools>().WithTools<AskingTools>().WithTools<InputTools>()
            .WithTools<StateTools>().WithPrompts<FixturePrompts>().WithResources<FixtureResources>()
            .WithCompleteHandler(
                (_, _) =>
                    ValueTask.FromResult(new CompleteResult { Completion = new() { Values = ["paris"], Total = 1 } }))
            .WithSubscribeToResourcesHandler((_, _) => ValueTask.FromResult(new EmptyResult()))
            .WithUnsubscribeFromResourcesHandler((_, _) => ValueTask.FromResult(new EmptyResult()));
        mcp.Services.AddSingleton(CreateSchemaTool());
    }

    private static McpServerTool CreateSchemaTool()
    {
        var tool = McpServerTool.Create(
            () => "done", new() { Name = "json_schema_2020_12_tool", Description = "A schema of its own" });
        tool.ProtocolTool.InputSchema = JsonElement.Parse(SchemaTool);
        return tool;
    }
}
