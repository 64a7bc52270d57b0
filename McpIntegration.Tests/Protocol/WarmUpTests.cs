using System.Net;
using McpIntegration.Tests.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Xunit;

namespace McpIntegration.Tests.Protocol;

/// <summary>What the server does before it says that it is ready.</summary>
public sealed class WarmUpTests : IAsyncLifetime
{
    private readonly List<(string Method, HealthStatus Health)> _asked = [];
    private readonly McpServerApp _app;

    public WarmUpTests() => _app = new()
    {
        ConfigureServices = services => services.AddFakeLogging().Configure<McpServerOptions>(server =>
            server.Filters.Message.IncomingFilters.Add(next => async (message, cancellationToken) =>
            {
                var checks = message.Services?.GetRequiredService<HealthCheckService>()
                    ?? throw new InvalidOperationException("The message has no services.");
                var health = await checks.CheckHealthAsync(cancellationToken);
                _asked.Add(((message.JsonRpcMessage as JsonRpcRequest)?.Method ?? "", health.Status));
                await next(message, cancellationToken);
            })),
    };

    public Task InitializeAsync() => _app.InitializeAsync();

    public Task DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Asks_itself_in_both_eras_before_it_is_ready_and_nobody_is_charged_or_audited_for_it()
    {
        using var health = await _app.Client.GetAsync(new Uri("/health", UriKind.Relative));
        var asked = _asked.ToArray();
        using var first = await _app.PostAsync(McpMessages.Ping, _app.Issuer.Token(McpServerApp.AllScopes));

        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        Assert.Equal(60, asked.Length);
        Assert.All(asked, question => Assert.Equal(("tools/list", HealthStatus.Unhealthy), question));
        Assert.Equal(["\"default\";r=99;t=900"], first.Headers.GetValues("RateLimit"));
        Assert.Empty(_app.Api.ReceivedRequests);
        Assert.DoesNotContain(
            _app.Services.GetFakeLogCollector().GetSnapshot(),
            record => record.Category?.EndsWith("AuditFilter", StringComparison.Ordinal) == true
                || record.Category?.EndsWith("WarmUp", StringComparison.Ordinal) == true);
    }
}
