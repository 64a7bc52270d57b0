using System.Net;
using CsCheck;
using Xunit;

namespace McpIntegration.Tests.InternalApiMock;

public sealed class BadQueryTests(InternalApiMockApp app) : IClassFixture<InternalApiMockApp>
{
    private const string OrderFields =
        "field must be one of id, userId, productId, quantity, total, status, createdAt.";
    private const string Limits = "limit must be a whole number from 1 to 100.";
    private const string Numbers = "The value for total must be a number, for example 99.5.";
    private const string Times =
        "The value for createdAt must be a date or time in ISO 8601, for example 2025-01-31 or 2025-01-31T12:00:00Z.";
    private const string Cursors =
        "cursor must be one from the Link header of an earlier answer for orders. Leave it out to start from the beginning.";

    [Theory]
    [InlineData("field=colour&value=red", OrderFields)]
    [InlineData("field=Total&value=1", OrderFields)]
    [InlineData("field=&value=1", OrderFields)]
    [InlineData("value=1", OrderFields)]
    [InlineData("operator=equals", OrderFields)]
    [InlineData("field=total&operator=between&value=1", "operator must be one of equals, prefix, greater, less.")]
    [InlineData("field=total", "value is missing: give what total is compared with.")]
    [InlineData("field=total&value=", Numbers)]
    [InlineData("field=total&value=ten", Numbers)]
    [InlineData("field=total&value=1,5", Numbers)]
    [InlineData("field=total&value=79228162514264337593543950336", Numbers)]
    [InlineData("field=total&operator=prefix&value=1", "The operator prefix is for text. total takes equals, greater or less.")]
    [InlineData("field=createdAt&operator=prefix&value=2025", "The operator prefix is for text. createdAt takes equals, greater or less.")]
    [InlineData("field=createdAt&value=yesterday", Times)]
    [InlineData("field=createdAt&value=31.01.2025", Times)]
    [InlineData("field=createdAt&value=2025-02-30", Times)]
    [InlineData("field=createdAt&value=0001-01-01T00:00:00%2B14:00", Times)]
    [InlineData("limit=0", Limits)]
    [InlineData("limit=101", Limits)]
    [InlineData("limit=-1", Limits)]
    [InlineData("limit=ten", Limits)]
    [InlineData("limit=", Limits)]
    [InlineData("limit=99999999999", Limits)]
    [InlineData("limit=1&limit=2", Limits)]
    [InlineData("cursor=", Cursors)]
    [InlineData("cursor=order-0010", Cursors)]
    [InlineData("cursor=YWZ0ZXI6dXNlci0wMDE", Cursors)]
    [InlineData("cursor=YWZ0ZXI6b3JkZXItMDAwMQ==", Cursors)]
    public async Task Says_what_is_allowed(string query, string detail)
    {
        using var response = await app.Client.GetAsync($"/api/v1/orders?{query}");

        Assert.Equal(detail, await response.ReadProblemAsync(HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task No_query_at_all_is_a_failure_of_the_server()
    {
        var field = Gen.OneOf(OneOf("id", "total", "quantity", "createdAt", "status"), Gen.String);
        var comparison = Gen.OneOf(OneOf("equals", "prefix", "greater", "less"), Gen.String);
        var value = Gen.OneOf(
            Gen.String, Gen.Decimal.Select(number => $"{number}"), Gen.DateTimeOffset.Select(time => $"{time:O}"));
        var other = Gen.OneOf(Gen.String, Gen.Int.Select(number => $"{number}"));
        var query = Gen.Select(field, comparison, value, other, other, (f, o, v, limit, cursor) => new[]
        {
            ("field", f), ("operator", o), ("value", v), ("limit", limit), ("cursor", cursor),
        }).SelectMany(every => Gen.Shuffle(every, 0, every.Length));

        await query.SampleAsync(
            async parts =>
            {
                var text = string.Join('&', parts.Select(part => $"{part.Item1}={Uri.EscapeDataString(part.Item2)}"));
                using var response = await app.Client.GetAsync($"/api/v1/orders?{text}");
                return response.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest;
            },
            iter: 500);
    }

    private static Gen<string> OneOf(params string[] values) =>
        Gen.Int[0, values.Length - 1].Select(index => values[index]);
}
