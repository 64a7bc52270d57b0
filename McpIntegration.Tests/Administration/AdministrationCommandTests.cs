using Xunit;

namespace McpIntegration.Tests.Administration;

/// <summary>What needs no Redis.</summary>
public sealed class AdministrationCommandTests : IDisposable
{
    private readonly CommandLine _commands = new(cache: null);

    public void Dispose() => _commands.Dispose();

    [Theory]
    [InlineData("deny", "list")]
    [InlineData("cache")]
    [InlineData("dney", "add")]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("--version")]
    public void Is_meant_by(params string[] args) => Assert.True(_commands.IsMeantBy(args));

    [Theory]
    [InlineData]
    [InlineData("")]
    [InlineData("--urls", "http://localhost:3000")]
    [InlineData("--environment=Development")]
    [InlineData("/Urls=http://localhost:3000")]
    [InlineData("Urls=http://localhost:3000")]
    public void Is_not_meant_by_what_starts_the_server(params string[] args) => Assert.False(_commands.IsMeantBy(args));

    [Theory]
    [InlineData("Give either --subject or --client.", "deny", "add")]
    [InlineData("Give either --subject or --client.", "deny", "remove", "--subject", "alice", "--client", "x")]
    [InlineData("Give either --subject or --tool.", "cache", "drop")]
    [InlineData("--issuer goes with --subject only.", "deny", "add", "--client", "x", "--issuer", "https://issuer.example")]
    [InlineData("--subject is empty.", "deny", "add", "--subject", "")]
    [InlineData("--client takes a client's id: visible ASCII characters, 512 at most.", "deny", "add", "--client", "a\u001b[2J")]
    [InlineData("No tool is named \"query\"; the tools are query_data, get_user_profile, get_metrics.", "cache", "drop", "--tool", "query")]
    [InlineData("No Redis is configured: set ConnectionStrings__cache to the one that the server uses, as in redis:6379,password=...", "deny", "list")]
    public async Task Refuses_what_it_cannot_do_in_one_sentence(string sentence, params string[] args) =>
        Assert.Equal(new FinishedProcess(1, "", sentence), await _commands.RunAsync(args));

    [Fact]
    public async Task Without_a_configured_issuer_one_has_to_be_given()
    {
        using var commands = new CommandLine(cache: null, issuer: null);

        var run = await commands.RunAsync("deny", "add", "--subject", "alice");

        Assert.Equal(new FinishedProcess(1, "", "Authentication:Issuer is not configured: give --issuer."), run);
    }

    [Theory]
    [InlineData("--help", "deny", "cache")]
    [InlineData("deny --help", "add", "remove", "list")]
    [InlineData("deny add --help", "--subject", "--issuer", "--client")]
    [InlineData("cache drop --help", "--subject", "--issuer", "--tool")]
    public async Task Help_names(string args, params string[] names)
    {
        var run = await _commands.RunAsync(args.Split(' '));

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.All(names, name => Assert.Contains($"\n  {name} ", run.Output, StringComparison.Ordinal));
    }
}
