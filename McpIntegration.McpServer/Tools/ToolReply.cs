using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ModelContextProtocol.Protocol;

namespace McpIntegration.McpServer.Tools;

/// <summary>
/// What tools answer with: the result as structured content, the same JSON as text for clients that read only that, and
/// where the data came from, in <c>X-Cache</c> and <c>_meta</c>.
/// </summary>
internal sealed class ToolReply(IHttpContextAccessor http)
{
    private const string CacheMember = "internal-data-server/cache";

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

    public CallToolResult Create<T>(T result, string cacheStatus)
    {
        var structured = JsonSerializer.SerializeToElement(result, JsonOptions);
        return Mark(
            new()
            {
                Content = [new TextContentBlock { Text = structured.GetRawText() }],
                StructuredContent = structured
            },
            cacheStatus);
    }

    /// <summary>A refusal that was looked up, such as a record that does not exist.</summary>
    public CallToolResult Refuse(string sentence, string cacheStatus) => Mark(Refuse(sentence), cacheStatus);

    /// <param name="sentence">
    /// For the model: what was wrong and what to try next. No internals, no personal data.
    /// </param>
    public static CallToolResult Refuse(string sentence) =>
        new() { IsError = true, Content = [new TextContentBlock { Text = sentence }] };

    private CallToolResult Mark(CallToolResult result, string cacheStatus)
    {
        result.Meta = new JsonObject { [CacheMember] = cacheStatus };
        if (http.HttpContext?.Response is { HasStarted: false } response)
        {
            response.Headers["X-Cache"] = cacheStatus;
        }

        return result;
    }
}

[JsonSerializable(typeof(QueryDataResult))]
[JsonSerializable(typeof(UserProfile))]
[JsonSerializable(typeof(MetricsResult))]
internal sealed partial class ToolJson : JsonSerializerContext;
