using System.CommandLine;
using System.CommandLine.Parsing;
using McpIntegration.McpServer.Authentication;

namespace McpIntegration.McpServer.Administration;

/// <summary>Options that name a caller, or something else in a caller's place.</summary>
/// <param name="configuredIssuer">The only issuer whose tokens the server accepts, where one is configured.</param>
internal sealed class CallerOptions(string? configuredIssuer)
{
    private readonly Option<string> _subject =
        new("--subject") { Description = "The caller's subject, which is the claim sub of its tokens" };

    private readonly Option<string> _issuer =
        new("--issuer") { Description = "The caller's issuer; the configured one (Authentication:Issuer) by default" };

    public void AddTo(Command command, Option<string> alternative)
    {
        foreach (var option in new[] { _subject, _issuer, alternative })
        {
            option.Validators.Add(RefuseEmpty);
            command.Add(option);
        }

        command.Validators.Add(given =>
        {
            if (FindFault(given, alternative) is { } fault)
            {
                given.AddError(fault);
            }
        });
    }

    /// <summary>Null where the alternative is given.</summary>
    public Caller? Read(ParseResult given) =>
        given.GetValue(_subject) is { } subject
            ? new Caller(given.GetValue(_issuer) ?? configuredIssuer ?? "", subject)
            : null;

    /// <summary>A slip in the issuer would deny nobody, without a word.</summary>
    public string NoteOn(Caller caller) =>
        string.IsNullOrEmpty(configuredIssuer) || caller.Issuer == configuredIssuer
            ? ""
            : $" Note: the issuer configured here is {configuredIssuer}, and tokens of others are not accepted anyway.";

    private static void RefuseEmpty(OptionResult given)
    {
        if (given.GetValueOrDefault<string>() == "")
        {
            given.AddError($"{given.Option.Name} is empty.");
        }
    }

    private string? FindFault(CommandResult given, Option<string> alternative)
    {
        var (isCaller, isOther) = (given.GetResult(_subject) is not null, given.GetResult(alternative) is not null);
        return (isCaller, isOther) switch
        {
            (true, true) or (false, false) => $"Give either {_subject.Name} or {alternative.Name}.",
            (false, true) when given.GetResult(_issuer) is not null =>
                $"{_issuer.Name} goes with {_subject.Name} only.",
            (true, false) when given.GetResult(_issuer) is null && string.IsNullOrEmpty(configuredIssuer) =>
                $"Authentication:Issuer is not configured: give {_issuer.Name}.",
            _ => null,
        };
    }
}
