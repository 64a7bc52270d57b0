using System.CommandLine;
using System.Globalization;
using McpIntegration.McpServer.Authentication;
using StackExchange.Redis;

namespace McpIntegration.McpServer.Administration;

/// <summary><c>deny add|remove|list</c>: whose tokens are refused although they are valid.</summary>
internal sealed class DenyCommand : Command
{
    private readonly AdministrationRedis _redis;

    public DenyCommand(AdministrationRedis redis, string? issuer, TimeProvider time)
        : base("deny", "Refuses a caller or a client on every replica, whatever its tokens")
    {
        _redis = redis;
        Add(Create("add", "Denies a caller or a client", issuer, (database, denied) =>
            AddAsync(database, denied, time)));
        Add(Create("remove", "Accepts a caller or a client again", issuer, RemoveAsync));
        var list = new Command("list", "Lists who is denied; callers stand there as digests");
        list.SetAction((given, cancellationToken) => redis.RunAsync(given, ListAsync, cancellationToken));
        Add(list);
    }

    private Command Create(
        string name, string description, string? issuer, Func<IDatabase, Denied, Task<CommandOutcome>> work)
    {
        var command = new Command(name, description);
        var callers = new CallerOptions(issuer);
        var client = new Option<string>("--client")
        {
            Description = "The client's id, which is the claim azp or client_id of its tokens",
        };
        client.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<string>() is { Length: > 0 } id && !DenyList.IsClientId(id))
            {
                given.AddError("--client takes a client's id: visible ASCII characters, 512 at most.");
            }
        });
        callers.AddTo(command, client);
        command.SetAction((given, cancellationToken) => _redis.RunAsync(
            given, database => work(database, Denied.Read(given, callers, client)), cancellationToken));
        return command;
    }

    private static async Task<CommandOutcome> AddAsync(IDatabase database, Denied denied, TimeProvider time)
    {
        if (await database.HashLengthAsync(DenyList.Key) >= DenyList.MaxFields)
        {
            return new($"The list is full with {DenyList.MaxFields} entries: remove some first.", Succeeded: false);
        }

        var isNew = await DenyList.AddAsync(database, denied.Entry, time.GetUtcNow());
        return new(isNew
            ? $"Denied: {denied.Name}, listed as {denied.Entry}. Every replica refuses it within a second.{denied.Note}"
            : $"{denied.Name} was denied already.{denied.Note}");
    }

    private static async Task<CommandOutcome> RemoveAsync(IDatabase database, Denied denied) =>
        new(await DenyList.RemoveAsync(database, denied.Entry)
            ? $"No longer denied: {denied.Name}. Every replica accepts it within a second.{denied.Note}"
            : $"{denied.Name} was not denied.{denied.Note}");

    private static async Task<CommandOutcome> ListAsync(IDatabase database)
    {
        var lines = new List<string>();
        await foreach (var field in database.HashScanAsync(DenyList.Key))
        {
            if (DenyList.IsEntry(field.Name.ToString()))
            {
                lines.Add($"{field.Name}  since {Since(field.Value)}");
            }
        }

        lines.Sort(StringComparer.Ordinal);
        return new(lines.Count == 0 ? "Nobody is denied." : string.Join(Environment.NewLine, lines));
    }

    // Only a time is shown: whoever else writes to Redis does not write to the terminal.
    private static string Since(RedisValue value) =>
        DateTimeOffset.TryParse(value.ToString(), CultureInfo.InvariantCulture, out var time)
            ? $"{time:u}"
            : "an unknown time";

    /// <summary>Whom a command is about.</summary>
    private sealed record Denied(string Name, string Entry, string Note)
    {
        public static Denied Read(ParseResult given, CallerOptions callers, Option<string> client)
        {
            if (callers.Read(given) is { } caller)
            {
                return new(
                    $"caller {caller.Subject} of {caller.Issuer}", DenyList.EntryOf(caller), callers.NoteOn(caller));
            }

            var id = given.GetRequiredValue(client);
            return new($"client {id}", DenyList.EntryOfClient(id), "");
        }
    }
}
