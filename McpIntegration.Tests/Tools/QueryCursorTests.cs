using McpIntegration.McpServer.Caching;
using McpIntegration.McpServer.InternalApi;
using McpIntegration.McpServer.Tools;
using McpIntegration.Tests.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace McpIntegration.Tests.Tools;

public sealed class QueryCursorTests : IAsyncLifetime
{
    private const string Refusal =
        "cursor is not one that was given for this collection and these filters within the last hour. Start the query again without cursor.";

    private const string Query = "\"collection\":\"orders\",\"filters\":{\"field\":\"quantity\",\"operator\":\"greater\",\"value\":\"1\",\"limit\":3}";

    private readonly ShiftedTime _time = new();
    private readonly McpServerApp _app;

    public QueryCursorTests() => _app = new()
    {
        ConfigureServices = services => services.AddSingleton<TimeProvider>(_time),
        Settings = { ["RateLimiting:Permits"] = "10000" },
    };

    private string Token =>
        _app.Issuer.Token("mcp:query", "alice", token => token.Expires = DateTime.UtcNow.AddHours(3));

    public Task InitializeAsync() => _app.InitializeAsync();

    public Task DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_cursor_is_text_that_fits_into_an_address_and_shows_no_word_of_the_API_s_own()
    {
        Assert.Matches("^[A-Za-z0-9_-]{60,200}$", await StartAsync(Query));
    }

    [Theory]
    [InlineData("\"collection\":\"tickets\",\"filters\":{\"limit\":3}")]
    [InlineData("\"collection\":\"orders\",\"filters\":{\"limit\":3}")]
    [InlineData("\"collection\":\"orders\",\"filters\":{\"field\":\"total\",\"operator\":\"greater\",\"value\":\"1\",\"limit\":3}")]
    [InlineData("\"collection\":\"orders\",\"filters\":{\"field\":\"quantity\",\"operator\":\"less\",\"value\":\"1\",\"limit\":3}")]
    [InlineData("\"collection\":\"orders\",\"filters\":{\"field\":\"quantity\",\"operator\":\"greater\",\"value\":\"2\",\"limit\":3}")]
    public async Task Another_query_may_not_go_on_with_it(string other) =>
        await IsRefusedAsync(other, await StartAsync(Query), Token);

    [Fact]
    public async Task Another_caller_may_not_go_on_with_it() =>
        await IsRefusedAsync(Query, await StartAsync(Query), _app.Issuer.Token("mcp:query", "bob"));

    [Theory]
    [InlineData("forged")]
    [InlineData("YWZ0ZXI6b3JkZXItMDAwNQ")]
    [InlineData("a b+/=%00")]
    [InlineData("\\u202e\\ud83d\\ude00")]
    public async Task What_is_no_cursor_is_refused(string forged) => await IsRefusedAsync(Query, forged, Token);

    [Fact]
    public async Task No_byte_of_it_can_be_changed()
    {
        var cursor = await StartAsync(Query);

        for (var i = 0; i < cursor.Length - 1; i++)
        {
            await IsRefusedAsync(Query, cursor[..i] + (cursor[i] == 'A' ? 'B' : 'A') + cursor[(i + 1)..], Token);
        }

        await IsRefusedAsync(Query, cursor[..^4], Token);
        await IsRefusedAsync(Query, cursor + "AAAA", Token);
    }

    [Fact]
    public async Task It_lasts_one_hour()
    {
        var cursor = await StartAsync(Query);
        _time.Shift = TimeSpan.FromMinutes(59);
        using var within = await CallAsync(Query, cursor, Token);
        _time.Shift = TimeSpan.FromMinutes(61);

        Assert.Equal(3, (await within.ReadStructuredAsync())["records"]?.AsArray().Count);
        await IsRefusedAsync(Query, cursor, Token);
    }

    [Fact]
    public async Task The_limit_may_change_on_the_way_and_nothing_is_lost_or_comes_twice()
    {
        var ids = new List<string?>();
        string? cursor = null;
        foreach (var limit in new[] { 3, 1, 100, 7, 100 })
        {
            using var answer =
                await CallAsync($"\"collection\":\"orders\",\"filters\":{{\"limit\":{limit}}}", cursor, Token);
            var page = await answer.ReadStructuredAsync();
            ids.AddRange(page["records"]?.AsArray().Select(record => (string?)record?["id"]) ?? []);
            cursor = (string?)page["nextCursor"];
        }

        Assert.Equal(Enumerable.Range(1, 211).Select(i => $"order-{i:0000}"), ids);
    }

    [Fact]
    public async Task The_same_page_from_the_cache_has_the_same_cursor()
    {
        var first = await StartAsync(Query);
        _time.Shift = TimeSpan.FromSeconds(20);

        Assert.Equal(first, await StartAsync(Query));
    }

    [Theory]
    [InlineData("the-key-of-yesterday-is-long-enough-for-it", true)]
    [InlineData(null, false)]
    public void While_the_key_is_replaced_cursors_of_the_previous_one_count(string? previous, bool isRead)
    {
        var yesterday = CursorsOf("the-key-of-yesterday-is-long-enough-for-it", null);
        var today = CursorsOf("the-key-of-today-is-long-enough-for-this-too", previous);
        var cursor = yesterday.Write("binding", new("upstream", null), DateTimeOffset.UtcNow);

        Assert.Equal(isRead ? new QueryPosition("upstream", null) : null, today.Read("binding", cursor));
    }

    // As docs/security.md has the key replaced: one replica has taken the second step, the other one the first.
    [Fact]
    public void While_the_key_is_replaced_in_two_steps_every_replica_reads_the_other_ones_cursors()
    {
        const string OldKey = "the-key-of-yesterday-is-long-enough-for-it";
        const string NewKey = "the-key-of-today-is-long-enough-for-this-too";
        var (prepared, replaced) = (CursorsOf(OldKey, NewKey), CursorsOf(NewKey, OldKey));
        var position = new QueryPosition("upstream", null);

        var read = (
            replaced.Read("binding", prepared.Write("binding", position, DateTimeOffset.UtcNow)),
            prepared.Read("binding", replaced.Write("binding", position, DateTimeOffset.UtcNow)));

        Assert.Equal((position, position), read);
    }

    [Fact]
    public void The_longest_cursor_of_the_API_makes_one_that_the_argument_takes()
    {
        var cursor = CursorsOf("the-key-of-today-is-long-enough-for-this-too", null)
            .Write(
                "binding",
                new(
                    new string('\u2603', NextPageLink.MaxCursorLength),
                    new(100, 99, new byte[PartOfPage.DigestLength])),
                DateTimeOffset.UtcNow);

        Assert.Equal(QueryCursors.MaxLength, cursor.Length);
    }

    private static QueryCursors CursorsOf(string key, string? previous) =>
        new(Options.Create(new CachingOptions { Key = key, PreviousKey = previous }), TimeProvider.System);

    private async Task IsRefusedAsync(string query, string cursor, string token)
    {
        var asked = _app.Api.ReceivedRequests.Count;

        using var answer = await CallAsync(query, cursor, token);

        Assert.Equal(Refusal, await answer.ReadToolErrorAsync());
        Assert.Equal(asked, _app.Api.ReceivedRequests.Count);
    }

    private async Task<string> StartAsync(string query)
    {
        using var answer = await CallAsync(query, null, Token);
        return (string?)(await answer.ReadStructuredAsync())["nextCursor"] ?? "";
    }

    private Task<HttpResponseMessage> CallAsync(string query, string? cursor, string token) =>
        _app.CallAsync("query_data", cursor is null ? $"{{{query}}}" : $"{{{query},\"cursor\":\"{cursor}\"}}", token);

    private sealed class ShiftedTime : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
    }
}
