using System.Net;
using System.Text.Json;

namespace McpIntegration.McpServer.InternalApi;

/// <summary>
/// The company's internal API, read-only. Fails with <see cref="HttpRequestException"/> (its status is the API's),
/// <see cref="UnusableAnswerException"/>, or one of the resilience pipeline's own exceptions.
/// </summary>
internal sealed class InternalApiClient(HttpClient http, TimeProvider time)
{
    /// <param name="collection">A name from the catalogue: it becomes a part of the path.</param>
    public async Task<RecordPage> QueryAsync(string collection, RecordQuery query, CancellationToken cancellationToken)
    {
        using var response = await GetAsync(query.ToAddress(collection), cancellationToken);
        var records = await ReadAsync<List<JsonElement>>(response, cancellationToken);
        return records.TrueForAll(record => record.ValueKind == JsonValueKind.Object)
            ? new(records, NextPageLink.CursorOf(response))
            : throw new UnusableAnswerException("a record is no object");
    }

    /// <returns>Null when there is no such user.</returns>
    public async Task<UserRecord?> FindUserAsync(string id, CancellationToken cancellationToken)
    {
        using var response = await GetAsync($"api/v1/users/{Uri.EscapeDataString(id)}", cancellationToken);
        return response.StatusCode == HttpStatusCode.NotFound
            ? null
            : await ReadAsync<UserRecord>(response, cancellationToken);
    }

    public async Task<MetricSeries> GetMetricsAsync(
        string metricType, string timeRange, CancellationToken cancellationToken)
    {
        using var response = await GetAsync(
            $"api/v1/metrics/{Uri.EscapeDataString(metricType)}?range={Uri.EscapeDataString(timeRange)}",
            cancellationToken);
        return await ReadAsync<MetricSeries>(response, cancellationToken);
    }

    private Task<HttpResponseMessage> GetAsync(string address, CancellationToken cancellationToken) =>
        http.GetAsync(new Uri(address, UriKind.Relative), cancellationToken);

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > time.GetUtcNow() => date - time.GetUtcNow(),
        _ => null,
    };

    private async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new RefusedByApiException(response.StatusCode, RetryAfter(response));
        }

        if (response.Content.Headers.ContentType?.MediaType != "application/json")
        {
            throw new UnusableAnswerException("no application/json");
        }

        try
        {
            return await response.Content.ReadFromJsonAsync<T>(InternalApiJson.Options, cancellationToken)
                ?? throw new UnusableAnswerException("null");
        }
        catch (JsonException e)
        {
            throw new UnusableAnswerException("not of the agreed shape", e);
        }
    }
}
