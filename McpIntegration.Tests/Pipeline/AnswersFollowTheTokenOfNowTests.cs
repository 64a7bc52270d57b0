using System.Net;
using System.Text.Json.Nodes;
using CsCheck;
using McpIntegration.Tests.InternalApiMock;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace McpIntegration.Tests.Pipeline;

/// <summary>
/// Random people with random tokens ask in random order. What each is answered is what the internal API's own data and
/// the token of that very request say, whoever asked before and whatever is cached.
/// </summary>
public sealed class AnswersFollowTheTokenOfNowTests : IAsyncLifetime
{
    private static readonly Question[] Questions =
    [
        new("get_user_profile", "mcp:read", """{"userId":"user-123"}""", "api/v1/users/user-123"),
        new("get_user_profile", "mcp:read", """{"userId":"user-007"}""", "api/v1/users/user-007"),
        new("get_user_profile", "mcp:read", """{"userId":"user-999"}""", "api/v1/users/user-999"),
        new("query_data", "mcp:query", """{"collection":"users","filters":{"limit":3} }""", "api/v1/users?limit=3"),
        new("query_data", "mcp:query", """{"filters":{"value":"sales","field":"department","limit":2},"collection":"users"}""",
            "api/v1/users?field=department&operator=equals&value=sales&limit=2"),
        new("query_data", "mcp:query", """{"collection":"tickets","filters":{"limit":2} }""", "api/v1/tickets?limit=2"),
        new(
            "get_metrics",
            "mcp:metrics",
            """{"metricType":"usage","timeRange":"1h"}""",
            "api/v1/metrics/usage?range=1h"),
    ];

    private static readonly string[] Directory = ["other", "mcp-directory"];
    private static readonly string[] NoDirectory = ["other"];

    private static readonly Dictionary<string, string[]> Shown = new()
    {
        ["users"] = ["id", "name", "department", "title", "createdAt"],
        ["tickets"] = ["id", "subject", "status", "priority", "reporterId", "assigneeId", "createdAt"],
    };

    private static readonly Gen<Step[]> Steps = Gen.Select(
        OneOf("alice", "bob"),
        Gen.Frequency(
            (3, Gen.Const(McpServerApp.AllScopes)),
            (2, OneOf("", "mcp:read", "mcp:query", "mcp:metrics", "mcp:read mcp:query"))),
        Gen.Bool,
        OneOf(null, "user-123", "user-007"),
        Gen.Frequency((9, Gen.Const(false)), (1, Gen.Const(true))),
        OneOf(Questions),
        (subject, scope, isDirectory, employee, isForeign, question) =>
            new Step(subject, scope, isDirectory, employee, isForeign, question)).Array[1, 30];

    private readonly InternalApiMockApp _api =
        new() { Time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56)) };
    private readonly McpServerApp _app = new()
    {
        Settings = { ["RateLimiting:Permits"] = "10000", ["Authentication:FailuresPerMinute"] = "10000" },
    };
    private readonly Dictionary<Question, (JsonNode Body, string? Next)> _truth = [];
    private readonly Dictionary<string, string> _tokens = [];
    private readonly HashSet<string?> _cacheStatuses = [];

    public async Task InitializeAsync()
    {
        await _app.InitializeAsync();
        _app.Settings["InternalApi:BaseAddress"] = _api.BaseAddress.AbsoluteUri;
        _app.Settings["InternalApi:ApiKey"] = _api.ApiKey;
        foreach (var question in Questions)
        {
            using var answer = await _api.Client.GetAsync(new Uri(question.Address, UriKind.Relative));
            _truth[question] =
                (await answer.ReadJsonAsync(), answer.Header("Link")?.Split("cursor=")[1].Split('&', '>')[0]);
        }
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        _api.Dispose();
    }

    [Fact]
    public async Task Whatever_was_asked_before_and_by_whom()
    {
        await Steps.SampleAsync(
            async steps =>
            {
                foreach (var step in steps)
                {
                    await AssertAnswerAsync(step);
                }
            },
            seed: "0N0XIzNsQ0O2",
            iter: 40,
            threads: 1);

        Assert.True(_cacheStatuses.SetEquals(["HIT", "MISS", null]));
    }

    private async Task AssertAnswerAsync(Step step)
    {
        using var answer = await _app.CallAsync(step.Question.Tool, step.Question.Arguments, TokenOf(step));

        _cacheStatuses.Add(answer.Header("X-Cache"));
        var status =
            step.IsForeign ? HttpStatusCode.Unauthorized : step.MayAsk ? HttpStatusCode.OK : HttpStatusCode.Forbidden;
        var message = await answer.ReadJsonAsync();
        Assert.Equal((status, step.MayAsk), (answer.StatusCode, message["result"] is not null));
        if (message["result"] is { } result)
        {
            var (expected, actual) = (Expect(step), DataOf(result));
            Assert.True(
                JsonNode.DeepEquals(Normal(expected), Normal(actual)),
                $"{step}\nexpected {expected.ToJsonString()}\nactual {actual?.ToJsonString()}");
        }
    }

    /// <summary>A cursor is sealed for its caller: that there is one is all that can be said of it here.</summary>
    private static JsonNode? DataOf(JsonNode result)
    {
        var data = result["structuredContent"] ?? result["content"]?[0]?["text"];
        if (data is JsonObject page && page.ContainsKey("nextCursor"))
        {
            page["nextCursor"] = "more";
        }

        return data;
    }

    /// <summary>
    /// Another issuer's token for the same subject is another person's, and no caller of this server's.
    /// </summary>
    private string TokenOf(Step step)
    {
        var key = $"{step with { Question = Questions[0] }}";
        return _tokens.TryGetValue(key, out var known) ? known : _tokens[key] =
            _app.Issuer.Token(step.Scope, step.Subject, token =>
        {
            token.Issuer = step.IsForeign ? "https://other.example" : token.Issuer;
            token.Claims["roles"] = step.IsDirectory ? Directory : NoDirectory;
            if (step.EmployeeId is { } employee)
            {
                token.Claims["employee_id"] = employee;
            }
        });
    }

    private JsonNode Expect(Step step)
    {
        var (body, next) = _truth[step.Question];
        return step.Question.Tool switch
        {
            "get_metrics" => new JsonObject
            {
                ["metricType"] = "usage",
                ["timeRange"] = "1h",
                ["values"] = body["values"]?.DeepClone(),
                ["summary"] = body["summary"]?.DeepClone(),
            },
            "query_data" => ExpectPage((string?)JsonNode.Parse(step.Question.Arguments)?["collection"] ?? "", body, next),
            _ => ExpectProfile(step, body),
        };
    }

    private static JsonObject ExpectPage(string collection, JsonNode body, string? next)
    {
        var page = new JsonObject { ["collection"] = collection, ["records"] = new JsonArray([.. body.AsArray().Select(record => Pick(record, Shown[collection]))]) };
        if (next is not null)
        {
            page["nextCursor"] = "more";
        }

        return page;
    }

    private static JsonNode ExpectProfile(Step step, JsonNode body)
    {
        if (body["id"] is not { } id)
        {
            return JsonValue.Create("User not found");
        }

        var isShown = step.IsDirectory || step.EmployeeId == (string?)id;
        return Pick(body, ["id", "name", "department", "createdAt", .. isShown ? ["email"] : Array.Empty<string>()]);
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static JsonObject Pick(JsonNode? record, string[] fields) => new(fields
        .Where(field => record?[field] is not null)
        .Select(field => KeyValuePair.Create(field, record?[field]?.DeepClone())));

    /// <summary>A time is the same with Z as with +00:00.</summary>
    private static JsonNode? Normal(JsonNode? node) =>
        node is null
            ? null
            : JsonNode.Parse(
                node.ToJsonString().Replace("\\u002B", "+", StringComparison.Ordinal).Replace(
                    "+00:00\"", "Z\"", StringComparison.Ordinal));

    private sealed record Question(string Tool, string Scope, string Arguments, string Address);

    private sealed record Step(
        string Subject, string Scope, bool IsDirectory, string? EmployeeId, bool IsForeign, Question Question)
    {
        public bool MayAsk => !IsForeign && Scope.Split(' ').Contains(Question.Scope);
    }
}
