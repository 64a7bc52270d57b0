using System.Diagnostics;
using System.Text;
using Xunit;

namespace McpIntegration.Tests.Keycloak.Production;

/// <summary>
/// The shell that an operator opens in Keycloak's container: what is typed later finds what was set before.
/// </summary>
internal sealed class OperatorShell : IDisposable
{
    private const string End = "--- end of the block ---";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private readonly Process _bash;

    public OperatorShell(string folder, IEnumerable<KeyValuePair<string, string?>> environment)
    {
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _bash = Process.Start(start) ?? throw new InvalidOperationException("bash did not start.");
        Errors = _bash.StandardError.ReadToEndAsync();
    }

    private Task<string> Errors { get; }

    /// <summary>What the commands print. The first that fails ends the shell, and the test.</summary>
    public async Task<string> TypeAsync(string commands)
    {
        using var limit = new CancellationTokenSource(Limit);
        // A program among the commands must not take those that follow for its input.
        await _bash.StandardInput.WriteAsync($"{{\n{commands}\n}} </dev/null\necho '{End}'\n".AsMemory(), limit.Token);
        await _bash.StandardInput.FlushAsync(limit.Token);
        var output = new StringBuilder();
        while (await _bash.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line == End)
            {
                return output.ToString();
            }

            output.AppendLine(line);
        }

        Assert.Fail($"The shell ended.\n{output}\n{await Errors}");
        return "";
    }

    public void Dispose()
    {
        _bash.Kill(entireProcessTree: true);
        _bash.WaitForExit();
        _bash.Dispose();
    }
}
