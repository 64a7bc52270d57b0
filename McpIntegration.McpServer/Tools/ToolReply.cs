using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using McpIntegration.McpServer.Caching;
using ModelContextProtocol.Protocol;

namespace McpIntegration.McpServer.Tools;

/// <summary>
/// What tools answer with: the result as structured content, the same JSON as text for clients that read only that, and
/// where the data came from and how old it is, in <c>X-Cache</c>, <c>Age</c> and <c>_meta</c>.
/// </summary>
internal sealed class ToolReply(IHttpContextAccessor http)
{
    private const string CacheMember = "internal-data-server/cache";
    private const string AgeMember = "internal-data-server/age";

    /// <summary>
    /// Members without a value are left out, and text stays readable for a model: the result is never embedded in HTML.
    /// </summary>
    public static JsonSerializerOptions JsonOptions { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        // The generated code is the faster one; a result that it does not know is written by reflection.
        TypeInfoResolver = JsonTypeInfoResolver.Combine(ToolJson.Default, new DefaultJsonTypeInfoResolver()),
    };

    public CallToolResult Create<TResult, TRecord>(TResult result, CachedRecord<TRecord> source)
    {
        var structured = JsonSerializer.SerializeToElement(result, JsonOptions);
        return Mark(
            new()
            {
                Content = [new TextContentBlock { Text = structured.GetRawText() }],
                StructuredContent = structured
            },
            source);
    }

    /// <summary>A refusal that was looked up, such as a record that does not exist.</summary>
    public CallToolResult Refuse<TRecord>(string sentence, CachedRecord<TRecord> source) =>
        Mark(Refuse(sentence), source);

    /// <param name="sentence">
    /// For the model: what was wrong and what to try next. No internals, no personal data.
    /// </param>
    public static CallToolResult Refuse(string sentence) =>
        new() { IsError = true, Content = [new TextContentBlock { Text = sentence }] };

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
