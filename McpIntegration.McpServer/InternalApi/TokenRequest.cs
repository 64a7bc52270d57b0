using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Polly.Timeout;

namespace McpIntegration.McpServer.InternalApi;

/// <summary>
/// One request for an access token by client credentials (RFC 6749, section 4.4), the client named by HTTP Basic, which
/// every issuer must know. Fails with what the resilience pipeline takes for transient, or with a 401 where only the
/// operator can help. No message holds a secret or the answer's text.
/// </summary>
internal sealed partial class TokenRequest(InternalApiOptions options, TimeProvider time)
{
    private const string Endpoint = "The token endpoint of InternalApi:TokenEndpoint";

    /// <summary>Where the issuer does not say how long a token lives.</summary>
    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromMinutes(1);

    /// <summary>For the clocks, and for the request that the token is sent with.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    public async Task<UpstreamToken> SendAsync(HttpClient http, CancellationToken cancellationToken)
    {
        var askedAt = time.GetUtcNow();
        using var request = CreateRequest();
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            var answer = Read(response.StatusCode == HttpStatusCode.OK
                ? await response.Content.ReadAsByteArrayAsync(cancellationToken)
                : throw Refusal(response));
            var lifetime = answer.ExpiresIn is { } seconds ? TimeSpan.FromSeconds(seconds) : DefaultLifetime;
            return new(answer.AccessToken, askedAt + (lifetime > 2 * Margin ? lifetime - Margin : lifetime / 2));
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutRejectedException($"{Endpoint} did not answer in time.", e);
        }
    }

    private HttpRequestMessage CreateRequest()
    {
        var form = new Dictionary<string, string> { ["grant_type"] = "client_credentials" };
        if (!string.IsNullOrEmpty(options.Scope))
        {
            form["scope"] = options.Scope;
        }

        var client = string.Join(
            ':', Uri.EscapeDataString(options.ClientId ?? ""), Uri.EscapeDataString(options.ClientSecret ?? ""));
        return new(HttpMethod.Post, options.TokenEndpoint)
        {
            Content = new FormUrlEncodedContent(form),
            Headers =
            {
                Accept = { new("application/json") },
                Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(client))),
            },
        };
    }

    private UpstreamRefusedException Refusal(HttpResponseMessage response) =>
        response.StatusCode is >= HttpStatusCode.InternalServerError
            or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
            ? new(
                $"{Endpoint} answered {(int)response.StatusCode}.", response.StatusCode, RetryAfter.Of(response, time))
            : Lasting($"answered {(int)response.StatusCode}");

    private static Answer Read(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize<Answer>(body, InternalApiJson.Options) is { IsUsable: true } answer
                ? answer
                : throw Lasting("answered without a usable bearer token");
        }
        catch (JsonException)
        {
            throw Lasting("answered without a usable bearer token");
        }
    }

    /// <summary>As the API's own 401: trying again does not help, the operator has to.</summary>
    private static UpstreamRefusedException Lasting(string what) =>
        new($"{Endpoint} {what}.", HttpStatusCode.Unauthorized);

    // RFC 6750, section 2.1.
    [GeneratedRegex(@"\A[A-Za-z0-9._~+/-]+=*\z", RegexOptions.CultureInvariant)]
    private static partial Regex TokenForm();

    private sealed record Answer(
        [property: JsonPropertyName("access_token")] string AccessToken,
        [property: JsonPropertyName("token_type")] string TokenType,
        [property: JsonPropertyName("expires_in")]
        [property: JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
        long? ExpiresIn = null)
    {
        [JsonIgnore]
        public bool IsUsable =>
            ExpiresIn is null or (>= 0 and <= int.MaxValue)
            && TokenType.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
            && TokenForm().IsMatch(AccessToken);
    }
}
