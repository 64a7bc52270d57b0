namespace McpIntegration.AppHost.Issuer;

/// <summary>
/// Who issues the tokens: the exact text of <c>iss</c>, and what to wait for, where the issuer runs here.
/// </summary>
internal sealed record TokenIssuer(ReferenceExpression Address, IResourceBuilder<IResource>? Resource);
