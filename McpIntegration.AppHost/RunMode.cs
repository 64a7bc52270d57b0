namespace McpIntegration.AppHost;

/// <summary>What the parts around the MCP server are made of.</summary>
internal enum RunMode
{
    /// <summary>Keycloak and Redis as containers.</summary>
    Containers,

    /// <summary>Everything as plain processes, for machines without a container engine.</summary>
    Embedded,

    /// <summary>Nothing is started: the manifest is written.</summary>
    Publish,
}
