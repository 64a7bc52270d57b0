using McpIntegration.McpServer.Authorization;
using Microsoft.Extensions.Options;
using ModelContextProtocol;
using ModelContextProtocol.Authentication;

namespace McpIntegration.McpServer.Authentication;

/// <summary>
/// The protected resource metadata (RFC 9728), from configuration alone and never from the request, at the resource's
/// own well-known address and at the root.
/// </summary>
internal sealed class ResourceMetadata(IOptions<AuthenticationOptions> options, ScopeCatalog scopes)
{
    public const string Path = "/.well-known/oauth-protected-resource";

    /// <summary>
    /// The address that challenges name (section 3.1): the well-known path stands between host and path of the
    /// resource.
    /// </summary>
    public string Address { get; } =
        new Uri(options.Value.ResourceUri, Path + options.Value.ResourceUri.AbsolutePath.TrimEnd('/')).AbsoluteUri;

    public void Map(IEndpointRouteBuilder app)
    {
        foreach (var path in new[] { Path, new Uri(Address).AbsolutePath }.Distinct())
        {
            // Clients in browsers read it before they know anything of this server, and send MCP-Protocol-Version
            // along.
            app.MapMethods(path, [HttpMethods.Get, HttpMethods.Head], Document)
                .RequireCors(cors => cors.AllowAnyOrigin().AllowAnyHeader().WithMethods(HttpMethods.Get));
        }
    }

    private IResult Document() => Results.Json(new ProtectedResourceMetadata
    {
        Resource = options.Value.Resource,
        AuthorizationServers = [options.Value.Issuer],
        ScopesSupported = [.. scopes.All.Select(options.Value.ToRequest)],
        ResourceName = options.Value.ResourceName,
        ResourceDocumentation = options.Value.ResourceDocumentation?.AbsoluteUri,
    }, McpJsonUtilities.DefaultOptions);
}
