using System.Net;
using System.Text.Json;
using System.Text.Unicode;

namespace McpIntegration.McpServer.InternalApi;

/// <summary>
/// The company's internal API, read-only. Fails with <see cref="HttpRequestException"/> (its status is the API's),
/// <see cref="UnusableAnswerException"/>, or one of the resilience pipeline's own exceptions.
/// </summary>
internal sealed class InternalApiClient(IHttpClientFactory clients, OnBehalfOfSigner signer, TimeProvider time)
{
    public const string HttpClientName = "internal-api";

    /// <param name="collection">A name from the catalogue: it becomes a part of the path.</param>
    public async Task<RecordPage> QueryAsync(
        string collection, RecordQuery query, CallOrigin origin, CancellationToken cancellationToken)
    {
        using var response = await GetAsync(query.ToAddress(collection), origin, cancellationToken);
        var records = await ReadAsync<List<JsonElement>>(response, cancellationToken);
        if (!records.TrueForAll(record => record.ValueKind == JsonValueKind.Object))
        {
            throw new UnusableAnswerException("a record is no object");
        }

        // Never cut: the cursor that came with them stands behind all of them, so the rest would be lost unsaid.
        return records.Count <= query.Limit
            ? new(records, NextPageLink.CursorOf(response, query.Cursor))
            : throw new UnusableAnswerException("more records than asked for");
    }

    /// <returns>Null when there is no such user.</returns>
    public async Task<UserRecord?> FindUserAsync(string id, CallOrigin origin, CancellationToken cancellationToken)
    {
        using var response = await GetAsync($"api/v1/users/{Uri.EscapeDataString(id)}", origin, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        var user = await ReadAsync<UserRecord>(response, cancellationToken);
        return user.Id.Equals(id, StringComparison.OrdinalIgnoreCase)
            ? user
            : throw new UnusableAnswerException("another user's record");
    }

    public async Task<MetricSeries> GetMetricsAsync(
        string metricType, string timeRange, CallOrigin origin, CancellationToken cancellationToken)
    {
        using var response = await GetAsync(
            $"api/v1/metrics/{Uri.EscapeDataString(metricType)}?range={Uri.EscapeDataString(timeRange)}",
            origin,
            cancellationToken);
        return await ReadAsync<MetricSeries>(response, cancellationToken);
    }

    private async Task<HttpResponseMessage> GetAsync(
        string address, CallOrigin origin, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, UriKind.Relative));
        if (signer.Sign(origin) is { } signed)
        {
            request.Headers.Add(OnBehalfOfSigner.HeaderName, signed);
        }

        // Made where a request goes out, not with this class: most calls are answered from the cache.
        var http = clients.CreateClient(HttpClientName);

        // What is needed of a body has been read within its attempt; an error's is not.
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    private async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode >= HttpStatusCode.BadRequest)
        {
            throw new UpstreamRefusedException(
                $"The internal API answered {(int)response.StatusCode}.",
                response.StatusCode,
                RetryAfter.Of(response, time));
        }

        if (FaultOf(response) is { } fault)
        {
            throw new UnusableAnswerException(fault);
        }

        if (!Utf8.IsValid(await response.Content.ReadAsByteArrayAsync(cancellationToken)))
        {
            throw new UnusableAnswerException("not UTF-8");
        }

        try
        {
            var value = await response.Content.ReadFromJsonAsync<T>(InternalApiJson.Options, cancellationToken)
                ?? throw new UnusableAnswerException("null");
            await EnsureWritableAsync(value, cancellationToken);
            return value;
        }
        catch (JsonException e)
        {
            throw new UnusableAnswerException("not of the agreed shape", e);
        }
    }

    /// <summary>
    /// Some JSON can be read and not be written again: 1e999, which is infinity then, and half of a surrogate pair.
    /// Better found here than in the reply, or in the cache.
    /// </summary>
    private static async Task EnsureWritableAsync<T>(T value, CancellationToken cancellationToken)
    {
        try
        {
            await JsonSerializer.SerializeAsync(Stream.Null, value, InternalApiJson.Options, cancellationToken);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            throw new UnusableAnswerException("a number or a text that JSON cannot be written with", e);
        }
    }

    /// <summary>Null for JSON in UTF-8 that is not encoded any further.</summary>
    private static string? FaultOf(HttpResponseMessage response) => response switch
    {
        { StatusCode: not HttpStatusCode.OK } => $"status {(int)response.StatusCode}",
        { Content.Headers.ContentEncoding: { Count: > 0 } codings } when !codings.All(IsIdentity) => "encoded",
        { Content.Headers.ContentType: { } type } when IsSame(type.MediaType, "application/json")
            && IsSame(type.CharSet?.Trim('"') ?? "utf-8", "utf-8") => null,
        _ => "no application/json in UTF-8",
    };

    private static bool IsIdentity(string coding) => IsSame(coding, "identity");

    private static bool IsSame(string? text, string expected) =>
        string.Equals(text, expected, StringComparison.OrdinalIgnoreCase);
}
