using System.Runtime.InteropServices;
using System.Text.Json;
using McpIntegration.McpServer.Caching;
using McpIntegration.McpServer.InternalApi;
using McpIntegration.McpServer.Protocol;
using ModelContextProtocol.Protocol;

namespace McpIntegration.McpServer.Tools;

/// <summary>
/// Makes a result of a page, from where the caller has come to, that stays within <c>Tools:MaxResultSize</c>: whole
/// records are left for the next result, and never a part of one. The API's own cursor stands behind the whole page, so
/// until then the next result comes from the same page.
/// </summary>
internal sealed class PageDelivery(QueryCursors cursors, ToolReply reply)
{
    private const string Envelope = """{"collection":"","records":[],"nextCursor":""}""";

    private const string Moved =
        "The data have changed, and the record that the last page ended with is not there any more. " +
        "Start the query again without cursor.";

    public CallToolResult Deliver(PageRequest request, CachedRecord<RecordPage> page)
    {
        var records = page.Value.Records;
        if (request.From.FindNext(records) is not { } start)
        {
            return reply.Refuse(Moved, page);
        }

        var end = Math.Min(start + request.Limit, records.Count);

        // From its beginning, a page gives the same result in every call: what else that depends on is in the record's
        // key.
        var result = request.From.Delivered is null
            ? page.Form.GetOrMake(() => Write(request, page, start, end))
            : Write(request, page, start, end);
        if (reply.Fits(result))
        {
            return reply.Deliver(result, page);
        }

        var fitting = CountFitting(request, page, start, result);
        return fitting == 0
            ? reply.Refuse(ExplainTooLarge(request, page, start), page)
            : reply.Deliver(Write(request, page, start, start + fitting), page);
    }

    private WrittenResult Write(PageRequest request, CachedRecord<RecordPage> page, int start, int end)
    {
        var records = page.Value.Records;
        var isWhole = start == 0 && end == records.Count;
        return ToolReply.Write(new QueryDataResult(
            request.Collection,
            request.Fields.Project(isWhole ? records : [.. records.Take(start..end)]),
            CursorBehind(request, page, end)));
    }

    private string? CursorBehind(PageRequest request, CachedRecord<RecordPage> page, int end)
    {
        var (records, next) = page.Value;
        var position = end < records.Count
            ? request.From with { Delivered = end == 0 ? null : PartOfPage.Of(records, request.PageSize, end) }
            : next is null ? null : new QueryPosition(next, null);
        return position is null
            ? null
            : cursors.Write(
                QueryCursors.BindingOf(request.Caller, request.Collection, request.Filters), position, page.StoredAt);
    }

    private int CountFitting(PageRequest request, CachedRecord<RecordPage> page, int start, WrittenResult tooLarge)
    {
        var records = tooLarge.Structured.GetProperty("records");
        var cursor = CursorBehind(request, page, start + 1) ?? "";
        var left = reply.MaxSize - Envelope.Length - request.Collection.Length - cursor.Length;
        var count = 0;
        foreach (var record in records.EnumerateArray())
        {
            left -= JsonMarshal.GetRawUtf8Value(record).Length + 1;
            if (left < 0)
            {
                break;
            }

            count++;
        }

        // All of them fit only without the cursor that they came with.
        return Math.Min(count, records.GetArrayLength() - 1);
    }

    private string ExplainTooLarge(PageRequest request, CachedRecord<RecordPage> page, int index)
    {
        var way = CursorBehind(request, page, index + 1) is { } cursor
            ? $"Go on behind it with cursor \"{cursor}\", or narrow the filters so that it is not among the records."
            : "It is the last one; narrow the filters so that it is not among the records.";
        return $"The next record{NameOf(request, page.Value.Records[index])} alone has more than the " +
            $"{reply.MaxSize} bytes that a result may have, so it cannot be delivered. {way}";
    }

    // Only an id that is delivered anyway, and that cannot be a sentence.
    private static string NameOf(PageRequest request, JsonElement record) =>
        request.Fields.Returns.Contains("id")
        && record.TryGetProperty("id", out var id)
        && PrintableId.Of(id.ToString()) is { } text
        && text == id.ToString()
            ? $" ({text})"
            : "";
}
