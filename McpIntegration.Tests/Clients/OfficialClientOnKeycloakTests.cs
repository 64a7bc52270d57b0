using McpIntegration.Tests.AppHost;
using Xunit;

namespace McpIntegration.Tests.Clients;

[Collection(RunningApplicationOnKeycloakTestGroup.Name)]
public sealed class OfficialClientOnKeycloakTests(RunningApplicationOnKeycloak application, Journeys journeys)
    : OfficialClientTests(application, journeys), IClassFixture<Journeys>
{
    protected override void SkipUnlessAvailable() => RunningApplicationOnKeycloak.SkipUnlessAvailable();
}
