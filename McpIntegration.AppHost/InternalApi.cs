namespace McpIntegration.AppHost;

/// <summary>
/// The company's API as the MCP server sees it; <see cref="Resource"/> is what to wait for, where it runs here.
/// </summary>
internal sealed record InternalApi(
    ReferenceExpression BaseAddress, ReferenceExpression Key, IResourceBuilder<IResource>? Resource);
