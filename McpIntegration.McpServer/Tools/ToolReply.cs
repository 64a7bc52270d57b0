using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using McpIntegration.McpServer.Caching;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;

namespace McpIntegration.McpServer.Tools;

/// <summary>
/// What tools answer with: the result as structured content, the same JSON as text behind a notice of what it is, for
/// clients that read only that, and where the data came from and how old it is, in <c>X-Cache</c>, <c>Age</c> and
/// <c>_meta</c>.
/// </summary>
internal sealed class ToolReply(IHttpContextAccessor http, IOptions<ToolOptions> options)
{
    private const string CacheMember = "internal-data-server/cache";
    private const string AgeMember = "internal-data-server/age";

    /// <summary>
    /// Members without a value are left out, and text stays readable for a model, as far as it can be seen at all.
    /// </summary>
    public static JsonSerializerOptions JsonOptions { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = new VisibleTextEncoder(),
        NumberHandling = JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        // The generated code is the faster one; a result that it does not know is written by reflection.
        TypeInfoResolver = JsonTypeInfoResolver.Combine(ToolJson.Default, new DefaultJsonTypeInfoResolver()),
    };

    /// <summary>Bytes that a result's JSON may have.</summary>
    public int MaxSize => options.Value.MaxResultSize;

    /// <summary>An answer that depends on who asks.</summary>
    public CallToolResult Create<TResult, TRecord>(TResult result, CachedRecord<TRecord> source) =>
        DeliverWhole(Write(result), source);

    /// <summary>
    /// An answer that is the same in every call which this record answers: its result is written once.
    /// </summary>
    public CallToolResult CreateOnce<TResult, TRecord>(CachedRecord<TRecord> source, Func<TRecord, TResult> toResult) =>
        DeliverWhole(source.Form.GetOrMake(() => Write(toResult(source.Value))), source);

    public static WrittenResult Write<TResult>(TResult result) =>
        new(JsonSerializer.SerializeToElement(result, JsonOptions));

    public bool Fits(WrittenResult written) => written.Size <= MaxSize;

    /// <summary>A new object for each call, since the SDK writes into it.</summary>
    /// <param name="written">From <see cref="Write"/>, and one that <see cref="Fits"/>.</param>
    /// <param name="source">Where it came from.</param>
    public CallToolResult Deliver<TRecord>(WrittenResult written, CachedRecord<TRecord> source) => Mark(
        new()
        {
            Content =
            [
                new TextContentBlock { Text = DataNotice.Create() },
                new TextContentBlock { Text = written.Text },
            ],
            StructuredContent = written.Structured,
        },
        source);

    /// <summary>A refusal that was looked up, such as a record that does not exist.</summary>
    public CallToolResult Refuse<TRecord>(string sentence, CachedRecord<TRecord> source) =>
        Mark(Refuse(sentence), source);

    /// <param name="sentence">
    /// For the model: what was wrong and what to try next. No internals, no personal data.
    /// </param>
    public static CallToolResult Refuse(string sentence) =>
        new() { IsError = true, Content = [new TextContentBlock { Text = sentence }] };

    private CallToolResult DeliverWhole<TRecord>(WrittenResult written, CachedRecord<TRecord> source) => Fits(written)
        ? Deliver(written, source)
        : Refuse(
            $"The result has more than the {MaxSize} bytes that one may have, so it cannot be delivered. " +
                "Ask for less, such as a shorter time.",
            source);

    private CallToolResult Mark<TRecord>(CallToolResult result, CachedRecord<TRecord> source)
    {
        result.Meta = new JsonObject { [CacheMember] = source.StatusText };
        var headers = http.HttpContext?.Response is { HasStarted: false } response ? response.Headers : null;
        headers?["X-Cache"] = source.StatusText;

        // An answer that the internal API has just given carries no age (RFC 9111, section 5.1).
        if (source.Status != CacheStatus.Miss)
        {
            var seconds = (long)source.Age.TotalSeconds;
            result.Meta[AgeMember] = seconds;
            headers?.Age = seconds.ToString(CultureInfo.InvariantCulture);
        }

        return result;
    }
}

[JsonSerializable(typeof(QueryDataResult))]
[JsonSerializable(typeof(UserProfile))]
[JsonSerializable(typeof(MetricsResult))]
internal sealed partial class ToolJson : JsonSerializerContext;
