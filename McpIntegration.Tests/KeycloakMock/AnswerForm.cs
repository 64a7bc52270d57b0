using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace McpIntegration.Tests.KeycloakMock;

/// <summary>
/// Puts an answer into the form in which two are compared: tokens decoded, ids, hashes and times blanked, scopes and
/// roles as sets, pages as their visible text, members sorted.
/// </summary>
/// <param name="issuer">Whose answers these are.</param>
/// <param name="resource">The protected resource in its realm.</param>
internal sealed partial class AnswerForm(string issuer, string resource = AnswerForm.RecordedResource)
{
    private const string RecordedHost = "http://localhost:8080";
    private const string RecordedResource = "http://localhost:3000/mcp";

    private static readonly JsonSerializerOptions Readable =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="answer">What came back.</param>
    /// <param name="withHeaders">False where no headers were recorded.</param>
    public string Of(OAuthAnswer answer, bool withHeaders)
    {
        var body = answer.Headers.GetValueOrDefault("content-type", string.Empty) switch
        {
            _ when answer.Text is "" => null,
            var type when type.StartsWith("text/html", StringComparison.Ordinal) => JsonValue.Create(
                VisibleText(answer.Text)),
            _ => JsonNode.Parse(answer.Text),
        };
        return Of((int)answer.Status, withHeaders ? answer.Headers : new Dictionary<string, string>(), body);
    }

    public string Of(int status, IReadOnlyDictionary<string, string> headers, JsonNode? body) => new JsonObject
    {
        ["status"] = status,
        ["headers"] = new JsonObject(headers.OrderBy(header => header.Key).Select(header =>
            KeyValuePair.Create<string, JsonNode?>(
                header.Key, Text(header.Value).Replace("; ", ";", StringComparison.Ordinal)))),
        ["body"] = Form(string.Empty, body),
    }.ToJsonString(Readable);

    private JsonNode? Form(string name, JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members
            .OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Key, Form(member.Key, member.Value)))),
        JsonArray items => new JsonArray(
            [.. items.Select(item => Form(name, item)).OrderBy(item => $"{item}", StringComparer.Ordinal)]),
        JsonValue value => Value(name, value),
        _ => null,
    };

    private JsonNode Value(string name, JsonValue value) => name switch
    {
        "access_token" or "id_token" when Decode($"{value}") is { } token => new JsonObject { ["header"] = token[0], ["payload"] = token[1] },
        "refresh_token" when Decode($"{value}") is { } token => new JsonObject { ["payload"] = token[1] },
        "exp" or "iat" or "auth_time" or "client_id_issued_at" => "<seconds>",
        "expires_in" or "refresh_expires_in" => ToNextTen((int)value),
        "scope" => string.Join(' ', $"{value}".Split(' ').Order(StringComparer.Ordinal)),
        "jti" or "sid" or "kid" or "session_state" or "reuse_id" or "at_hash" or "x5c" or "x5t" or "x5t#S256" or "n" => "…",
        "client_secret" or "registration_access_token" => "…",
        "sub" when !IsPerson($"{value}") => "…",
        _ when value.GetValueKind() is JsonValueKind.String => Text($"{value}"),
        _ => value.DeepClone(),
    };

    /// <summary>
    /// What is left of a lifetime, in seconds: full tens, since the answer may be made a few seconds after its token.
    /// </summary>
    private static int ToNextTen(int seconds) => (seconds + 9) / 10 * 10;

    /// <summary>
    /// With the recorded host and resource in the place of the issuer's own, plain or percent-encoded, and with blanked
    /// ids.
    /// </summary>
    private string Text(string text)
    {
        var host = new Uri(issuer).GetLeftPart(UriPartial.Authority);
        var localized = text
            .Replace(resource, RecordedResource, StringComparison.Ordinal)
            .Replace(host, RecordedHost, StringComparison.Ordinal)
            .Replace(WebUtility.UrlEncode(host), WebUtility.UrlEncode(RecordedHost), StringComparison.Ordinal);
        return Id().Replace(localized, match => IsPerson(match.Value) ? match.Value : "…");
    }

    /// <summary>The persons of the users file have fixed ids; all other ids are new in every realm.</summary>
    private static bool IsPerson(string id) => id.Contains("-0000-4000-8000-", StringComparison.Ordinal);

    /// <summary>Header and payload in the same form, or null when the token was decoded already.</summary>
    private JsonNode?[]? Decode(string token) => token.Split('.') is { Length: 3 }
        ? [Form("header", OAuthClient.Header(token)), Form("payload", OAuthClient.Payload(token))]
        : null;

    private static string VisibleText(string page) =>
        Space().Replace(WebUtility.HtmlDecode(Markup().Replace(page, " ")), " ").Trim();

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", RegexOptions.ExplicitCapture)]
    private static partial Regex Id();

    [GeneratedRegex("<(?<tag>script|style)[^>]*>.*?</\\k<tag>>|<[^>]*>", RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex Markup();

    [GeneratedRegex("\\s+")]
    private static partial Regex Space();
}
