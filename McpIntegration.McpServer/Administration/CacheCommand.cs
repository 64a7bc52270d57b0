using System.CommandLine;
using McpIntegration.McpServer.Authentication;
using McpIntegration.McpServer.Caching;
using ModelContextProtocol.Server;
using StackExchange.Redis;

namespace McpIntegration.McpServer.Administration;

/// <summary><c>cache drop</c>: records that no replica may serve any more.</summary>
internal sealed class CacheCommand : Command
{
    private readonly Func<SharedEpochs> _epochs;

    /// <param name="epochs">Fails where Caching:Key is not configured, which other commands do without.</param>
    public CacheCommand(
        AdministrationRedis redis,
        string? issuer,
        Func<IEnumerable<McpServerTool>> tools,
        Func<SharedEpochs> epochs)
        : base("cache", "Looks after the records that replicas have cached")
    {
        _epochs = epochs;
        var drop = new Command("drop", "Drops all cached records of a caller, or of a tool");
        var callers = new CallerOptions(issuer);
        var tool = new Option<string>("--tool") { Description = "The tool's name, as in query_data" };
        tool.Validators.Add(given =>
        {
            string[] names = [.. tools().Select(known => known.ProtocolTool.Name)];
            if (given.GetValueOrDefault<string>() is { Length: > 0 } name && !names.Contains(name))
            {
                given.AddError($"No tool is named \"{name}\"; the tools are {string.Join(", ", names)}.");
            }
        });
        callers.AddTo(drop, tool);
        drop.SetAction((given, cancellationToken) => redis.RunAsync(
            given,
            database => callers.Read(given) is { } caller
                ? DropAsync(database, caller, callers.NoteOn(caller))
                : DropAsync(database, given.GetRequiredValue(tool)),
            cancellationToken));
        Add(drop);
    }

    private async Task<CommandOutcome> DropAsync(IDatabase database, Caller caller, string note)
    {
        await _epochs().BeginAsync(database, RecordKeys.ScopeOf(caller), default);
        return Dropped($"caller {caller.Subject} of {caller.Issuer}", note);
    }

    private async Task<CommandOutcome> DropAsync(IDatabase database, string tool)
    {
        await _epochs().BeginAsync(database, RecordKeys.ScopeOf(tool), default);
        return Dropped($"tool {tool}", note: "");
    }

    private static CommandOutcome Dropped(string name, string note) =>
        new($"Dropped: the cached records of {name}. No replica serves them after 5 seconds.{note}");
}
