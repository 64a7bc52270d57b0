using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit;

namespace McpIntegration.Tests.Clients;

/// <summary>The official TypeScript clients, at the exact versions of package.json, installed once beside the built tests.</summary>
internal static class NodeClients
{
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan ScriptLimit = TimeSpan.FromMinutes(2);
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Clients");
    private static readonly string Npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
    private static readonly Lazy<Task<string?>> Installation = new(InstallAsync);

    /// <summary>
    /// The steps that the script prints, one JSON object a line. At the step "pause" the interlude runs before the script goes on.
    /// </summary>
    public static async Task<IReadOnlyList<JsonObject>> RunAsync(string script, Func<Task> interlude, params string[] arguments)
    {
        Requirement.OnPath("node", Npm);
        var fault = await Installation.Value;
        Requirement.Demand(fault is null, $"npm could not install the clients: {fault}");

        using var limit = new CancellationTokenSource(ScriptLimit);
        using var node = new Process
        {
            StartInfo = new("node", [script, .. arguments])
            {
                WorkingDirectory = Folder,
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

    private static async Task<List<JsonObject>> ReadStepsAsync(Process node, Func<Task> interlude, CancellationToken cancellationToken)
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

    // What is installed is known by a copy of its package.json, written last, so that an install that broke off is done again.
    private static async Task<string?> InstallAsync()
    {
        var wanted = await File.ReadAllTextAsync(Path.Combine(Folder, "package.json"));
        var installed = Path.Combine(Folder, "node_modules", "installed.json");
        if (File.Exists(installed) && await File.ReadAllTextAsync(installed) == wanted)
        {
            return null;
        }

        // No lock file: it would name this machine's registry. Without a network one retry is enough to know.
        string[] arguments = ["install", "--no-audit", "--no-fund", "--no-package-lock", "--fetch-retries=1"];
        var npm = new ProcessStartInfo(Npm, arguments) { WorkingDirectory = Folder };
        try
        {
            var run = await FinishedProcess.RunAsync(npm, InstallLimit);
            if (run.ExitCode != 0)
            {
                return run.Errors;
            }
        }
        catch (OperationCanceledException)
        {
            return $"no end after {InstallLimit}";
        }

        await File.WriteAllTextAsync(installed, wanted);
        return null;
    }
}
