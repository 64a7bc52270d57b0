using System.Text.Json.Nodes;

namespace McpIntegration.Tests.Clients;

/// <summary>MCP Inspector's command line, as docs/clients/inspector.md calls it.</summary>
internal static class Inspector
{
    private const string Program = "@modelcontextprotocol/inspector/clients/launcher/build/index.js";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    public static async Task<FinishedProcess> RunAsync(Uri endpoint, string? token, params string[] arguments)
    {
        string[] authorization = token is null ? [] : ["--header", $"Authorization: Bearer {token}"];
        return await NodePackages.RunAsync(
            Program, Limit, ["--cli", endpoint.AbsoluteUri, "--transport", "http", .. authorization, .. arguments]);
    }

    public static Task<FinishedProcess> CallAsync(
        Uri endpoint, string? token, string tool, params string[] arguments) =>
        RunAsync(endpoint, token, ["--method", "tools/call", "--tool-name", tool, .. arguments.SelectMany(argument => (string[])["--tool-arg", argument])]);

    public static JsonNode ReadOutput(this FinishedProcess run) =>
        JsonNode.Parse(run.Output) ?? throw new InvalidDataException($"It printed null: {run.Errors}");
}
