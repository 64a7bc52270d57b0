using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit;

namespace McpIntegration.Tests.Clients;

/// <summary>Scripts that travel with the official TypeScript clients.</summary>
internal static class NodeClients
{
    private static readonly TimeSpan ScriptLimit = TimeSpan.FromMinutes(2);

    /// <summary>
    /// The steps that the script prints, one JSON object a line. At the step "pause" the interlude runs before the
    /// script goes on.
    /// </summary>
    public static async Task<IReadOnlyList<JsonObject>> RunAsync(
        string script, Func<Task> interlude, params string[] arguments)
    {
        await NodePackages.RequireAsync();
        using var limit = new CancellationTokenSource(ScriptLimit);
        using var node = new Process
        {
            StartInfo = new("node", [script, .. arguments])
            {
                WorkingDirectory = NodePackages.Folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        node.Start();
        try
        {
            var errors = node.StandardError.ReadToEndAsync(limit.Token);
            var steps = await ReadStepsAsync(node, interlude, limit.Token);
            await node.WaitForExitAsync(limit.Token);
            Assert.True(node.ExitCode == 0, $"{script} failed after {steps.Count} steps:\n{await errors}");
            return steps;
        }
        finally
        {
            node.Kill(entireProcessTree: true);
        }
    }

    private static async Task<List<JsonObject>> ReadStepsAsync(
        Process node, Func<Task> interlude, CancellationToken cancellationToken)
    {
        List<JsonObject> steps = [];
        while (await node.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            var step = JsonNode.Parse(line)?.AsObject() ?? throw new InvalidDataException("A step is null.");
            steps.Add(step);
            if ((string?)step["step"] == "pause")
            {
                await interlude();
                await node.StandardInput.WriteLineAsync(ReadOnlyMemory<char>.Empty, cancellationToken);
                await node.StandardInput.FlushAsync(cancellationToken);
            }
        }

        return steps;
    }
}
