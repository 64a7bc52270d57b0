namespace McpIntegration.Tests.AppHost;

/// <summary>The whole application with two processes of the server behind its one address.</summary>
public sealed class RunningReplicas : RunningApplication
{
    protected override IEnumerable<string> Arguments => [.. base.Arguments, "--Replicas=2"];
}
