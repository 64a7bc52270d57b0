using McpIntegration.Tests.AppHost;
using Xunit;

namespace McpIntegration.Tests.Clients;

[Collection(RunningApplicationTestGroup.Name)]
public sealed class OfficialClientOnMockTests(RunningApplication application, Journeys journeys)
    : OfficialClientTests(application, journeys), IClassFixture<Journeys>
{
    protected override void SkipUnlessAvailable()
    {
    }
}
