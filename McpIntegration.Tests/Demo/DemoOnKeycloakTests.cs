using McpIntegration.Tests.AppHost;
using Xunit;

namespace McpIntegration.Tests.Demo;

[Collection(RunningApplicationOnKeycloakTestGroup.Name)]
public sealed class DemoOnKeycloakTests(RunningApplicationOnKeycloak application)
{
    [SkippableFact]
    public async Task Finds_every_promise_kept()
    {
        RunningApplicationOnKeycloak.SkipUnlessAvailable();

        var demo = await DemoRun.StartAsync(application.McpEndpoint, application.Issuer);

        DemoRun.AssertKept(demo);
    }
}
