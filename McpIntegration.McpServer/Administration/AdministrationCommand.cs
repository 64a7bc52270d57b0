using System.CommandLine;
using System.CommandLine.Invocation;
using McpIntegration.McpServer.Authentication;
using McpIntegration.McpServer.Caching;
using ModelContextProtocol.Server;

namespace McpIntegration.McpServer.Administration;

/// <summary>
/// The command line of the server's own program, so that a command runs where the server does and reads what it reads:
/// <c>docker exec</c> and the like need nothing beside. Another command is one more line in <see cref="Create"/>.
/// </summary>
internal static class AdministrationCommand
{
    /// <summary>
    /// Whether the arguments are a command and no settings: a bare word in front, or an option of ours. A misspelt
    /// command is one too, or it would start a second server.
    /// </summary>
    public static bool IsMeantBy(IReadOnlyList<string> args, RootCommand root) =>
        args is [{ Length: > 0 } first, ..]
        && ((char.IsAsciiLetter(first[0]) && !first.Contains('=', StringComparison.Ordinal))
            || root.Options.Any(option => option.Name == first || option.Aliases.Contains(first)));

    public static RootCommand Create(IServiceProvider services)
    {
        var configuration = services.GetRequiredService<IConfiguration>();
        var redis = new AdministrationRedis(configuration);

        // Not validated as at the start: a command needs the issuer only, and may be given another.
        var issuer = configuration.GetSection(AuthenticationOptions.SectionName).Get<AuthenticationOptions>()?.Issuer;
        return new("Serves the Model Context Protocol; with a command it administers the running server instead.")
        {
            new DenyCommand(redis, issuer, services.GetRequiredService<TimeProvider>()),
            new CacheCommand(
                redis, issuer, services.GetServices<McpServerTool>, services.GetRequiredService<SharedEpochs>),
            // For --help: the program answers it before there is a host.
            new Option<bool>(HealthCommand.Name) { Description = HealthCommand.Description },
        };
    }

    /// <summary>Gives the exit code: 0, or 1 with the reason on the error stream.</summary>
    public static Task<int> RunAsync(
        RootCommand root,
        IReadOnlyList<string> args,
        InvocationConfiguration streams,
        CancellationToken cancellationToken)
    {
        // No response files: a subject may begin with "@".
        var command = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (command.Action is ParseErrorAction error)
        {
            error.ShowHelp = false;
        }

        return command.InvokeAsync(streams, cancellationToken);
    }
}
