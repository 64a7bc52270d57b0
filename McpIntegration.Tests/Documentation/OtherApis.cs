using McpIntegration.Tests.InternalApi;
using Microsoft.AspNetCore.Http;

namespace McpIntegration.Tests.Documentation;

/// <summary>Two internal APIs that have nothing in common with the mock but, the first of them, its manners.</summary>
internal static class OtherApis
{
    private const string Client = "Basic bWNwLXNlcnZlcjphLXNlY3JldC1vZi10aGUtd2FyZWhvdXNl";

    /// <summary>
    /// Paths, paging and filters as the mock has them, under another path, with other collections and by OAuth.
    /// </summary>
    public static Task Warehouse(HttpContext context) =>
        (context.Request.Path.Value, $"{context.Request.Headers.Authorization}") switch
        {
            ("/token", Client) => Json(
                context, """{"access_token":"warehouse-token","token_type":"Bearer","expires_in":300}"""),
            ("/wms/api/v1/shipments", "Bearer warehouse-token") when context.Request.Query["cursor"] == "p2" =>
                Json(context, """[{"shipmentNo":"S-2","carrier":"DHL","customsValue":12}]"""),
            ("/wms/api/v1/shipments", "Bearer warehouse-token") => Json(
                context,
                """[{"shipmentNo":"S-1","carrier":"DHL","weightKg":2.5,"customsValue":900}]""",
                ("Link", "</wms/api/v1/shipments?limit=1&cursor=p2>; rel=\"next\"")),
            _ => TestUpstream.Status(StatusCodes.Status403Forbidden)(context),
        };

    /// <summary>Other paths, other names, and the next page in the body.</summary>
    public static Task StaffDirectory(HttpContext context) =>
        $"{context.Request.Path}{context.Request.QueryString}" switch
        {
            "/lists/desks?max=1&where=floor%20greater%202" => Json(context, """{"items":[{"deskNo":"D-31","floor":3,"phone":"12"}],"next":"D-31"}"""),
            "/lists/desks?max=1&where=floor%20greater%202&after=D-31" => Json(context, """{"items":[{"deskNo":"D-32","floor":3}]}"""),
            "/staff/P7" => Json(context, """{"staffNo":"P7","fullName":"Ada","mail":"ada@example.com","unit":"Ops","joined":"2024-05-06T00:00:00Z"}"""),
            "/figures/usage/1h" => Json(
                context, """{"points":[{"at":"2026-01-01T00:00:00Z","reading":1},{"at":"2026-01-01T00:30:00Z","reading":3}],"low":1,"high":3,"mean":2}"""),
            _ => TestUpstream.Status(StatusCodes.Status404NotFound)(context),
        };

    private static Task Json(HttpContext context, string body, params (string Name, string Value)[] headers) =>
        TestUpstream.Json(body, "application/json", headers)(context);
}
