using System.CommandLine;

namespace McpIntegration.McpServer.Administration;

internal static class AdministrationExtensions
{
    /// <summary>
    /// Runs the command that the arguments name, on the application as it is configured and without starting it. Null
    /// where they name none; otherwise the exit code.
    /// </summary>
    public static async Task<int?> AdministerAsync(this WebApplication app, string[] args)
    {
        var root = AdministrationCommand.Create(app.Services);
        return AdministrationCommand.IsMeantBy(args, root)
            ? await AdministrationCommand.RunAsync(root, args, new InvocationConfiguration(), CancellationToken.None)
            : null;
    }
}
