using Xunit;

namespace McpIntegration.Tests.AppHost;

/// <summary>
/// Tests marked <c>[Collection(RunningApplicationTestGroup.Name)]</c> share one <see cref="RunningApplication"/>.
/// </summary>
[CollectionDefinition(Name)]
public sealed class RunningApplicationTestGroup : ICollectionFixture<RunningApplication>
{
    public const string Name = "Running application";
}
