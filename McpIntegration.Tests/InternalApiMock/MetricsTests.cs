using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using McpIntegration.InternalApiMock.Metrics;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace McpIntegration.Tests.InternalApiMock;

public sealed class MetricsTests : IDisposable
{
    // A Wednesday.
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 14, 37, 12, TimeSpan.Zero);

    private readonly InternalApiMockApp _app = new() { Time = new FakeTimeProvider(Now) };

    public void Dispose() => _app.Dispose();

    [Theory]
    [InlineData("1h", 60, "2026-03-04T13:38:00Z", "2026-03-04T14:37:00Z")]
    [InlineData("24h", 96, "2026-03-03T14:45:00Z", "2026-03-04T14:30:00Z")]
    [InlineData("7d", 168, "2026-02-25T15:00:00Z", "2026-03-04T14:00:00Z")]
    [InlineData("30d", 120, "2026-02-02T18:00:00Z", "2026-03-04T12:00:00Z")]
    public async Task A_series_has_evenly_spaced_points_on_whole_steps_up_to_now(
        string range, int count, string first, string last)
    {
        var series = await ReadAsync("usage", range);

        var step = (At(last) - At(first)) / (count - 1);
        Assert.Equal(
            Enumerable.Range(0, count).Select(index => At(first) + (step * index)),
            series.Values.Select(point => point.Timestamp));
    }

    [Theory]
    [InlineData("usage", 402, 450, 383, 478, 425.73)]
    [InlineData("performance", 168.2, 163.4, 133.5, 531.7, 165.29)]
    [InlineData("health", 99.99, 99.64, 98.59, 99.99, 99.75)]
    public async Task The_same_instant_gives_the_same_values_in_every_process(
        string type, double first, double last, double min, double max, double avg)
    {
        var series = await ReadAsync(type, "1h");

        Assert.Equal(
            (first, last, new MetricSummary(min, max, avg)), (series.Values[0].Value, series.Values[^1].Value, series.Summary));
    }

    [Theory]
    [InlineData("usage", 0, 1000)]
    [InlineData("performance", 20, 1000)]
    [InlineData("health", 90, 100)]
    public async Task Values_are_plausible_and_the_summary_is_theirs(string type, double min, double max)
    {
        var series = await ReadAsync(type, "30d");

        var values = series.Values.Select(point => point.Value).ToList();
        Assert.All(values, value => Assert.InRange(value, min, max));
        Assert.Equal(new MetricSummary(values.Min(), values.Max(), Math.Round(values.Average(), 2)), series.Summary);
        Assert.Equal((type, "30d"), (series.MetricType, series.TimeRange));
    }

    [Fact]
    public async Task Days_are_busier_than_nights()
    {
        var series = await ReadAsync("usage", "24h");

        double ValueAt(int hour) => series.Values.First(point => point.Timestamp.Hour == hour).Value;
        Assert.True(ValueAt(10) > 5 * ValueAt(3));
    }

    [Fact]
    public async Task Ranges_agree_where_they_meet()
    {
        var hour = await ReadAsync("performance", "1h");
        var week = await ReadAsync("performance", "7d");

        Assert.Contains(week.Values[^1], hour.Values);
    }

    [Fact]
    public async Task Covers_24_hours_when_no_range_is_given()
    {
        var series = await _app.Client.GetFromJsonAsync<MetricSeries>("/api/v1/metrics/health");

        Assert.Equal("24h", series?.TimeRange);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2h")]
    [InlineData("1H")]
    [InlineData("1h&range=24h")]
    public async Task Says_which_ranges_there_are(string range)
    {
        using var response = await _app.Client.GetAsync($"/api/v1/metrics/usage?range={range}");

        Assert.Equal(
            "range must be one of 1h, 24h, 7d, 30d.", await response.ReadProblemAsync(HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task Says_which_metrics_there_are()
    {
        using var response = await _app.Client.GetAsync("/api/v1/metrics/weather");

        Assert.Equal(
            "The metrics are usage, performance, health.", await response.ReadProblemAsync(HttpStatusCode.NotFound));
    }

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);

    private async Task<MetricSeries> ReadAsync(string type, string range)
    {
        var series = await _app.Client.GetFromJsonAsync<MetricSeries>($"/api/v1/metrics/{type}?range={range}");
        Assert.NotNull(series);
        return series;
    }
}
