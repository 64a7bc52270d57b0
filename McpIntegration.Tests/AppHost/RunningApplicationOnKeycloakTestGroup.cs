using Xunit;

namespace McpIntegration.Tests.AppHost;

/// <summary>
/// Tests marked <c>[Collection(RunningApplicationOnKeycloakTestGroup.Name)]</c> share one
/// <see cref="RunningApplicationOnKeycloak"/>.
/// </summary>
[CollectionDefinition(Name)]
public sealed class RunningApplicationOnKeycloakTestGroup : ICollectionFixture<RunningApplicationOnKeycloak>
{
    public const string Name = "Running application on Keycloak";
}
