using McpIntegration.McpServer.Administration;
using McpIntegration.McpServer.Authentication;
using McpIntegration.McpServer.Authorization;
using McpIntegration.McpServer.Caching;
using McpIntegration.McpServer.Edge;
using McpIntegration.McpServer.InternalApi;
using McpIntegration.McpServer.Protocol;
using McpIntegration.McpServer.RateLimiting;
using McpIntegration.McpServer.Redis;
using McpIntegration.McpServer.Telemetry;
using McpIntegration.McpServer.Tools;
using McpIntegration.ServiceDefaults;

if (await HealthCommand.AnswerAsync(args) is { } health)
{
    return health;
}

var builder = WebApplication.CreateBuilder(args).AddServiceDefaults();
builder.AddEdge();
builder.AddRedis();
builder.AddTokenAuthentication();
builder.AddRateLimiting();
builder.AddRecordCache();
builder.AddInternalApi();
// Around every tool call, outermost first.
builder.AddProtocol().AddCallTelemetry().AddToolErrors().AddScopeAuthorization().AddToolCosts().AddDataTools();

var app = builder.Build();
if (await app.AdministerAsync(args) is { } exitCode)
{
    return exitCode;
}

app.UseEdge();
app.UseTokenAuthentication();
app.UseRateLimiting();
app.UseProtocol();
await app.MapDefaultEndpoints().RunAsync();
return 0;
