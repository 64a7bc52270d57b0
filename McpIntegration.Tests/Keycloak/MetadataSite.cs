using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace McpIntegration.Tests.Keycloak;

/// <summary>
/// The site of somebody who writes an MCP client: it has the client's metadata document, and another that names a
/// client elsewhere.
/// </summary>
public sealed class MetadataSite : IAsyncLifetime
{
    private readonly WebApplication _app;

    public MetadataSite()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/client.json", () => Document(ClientId));
        _app.MapGet("/stolen.json", () => Document("https://claude.ai/client.json"));
    }

    public int Port => new Uri(_app.Urls.Single()).Port;

    public string ClientId => $"http://localhost:{Port}/client.json";

    public string StolenId => $"http://localhost:{Port}/stolen.json";

    public string RedirectUri => $"http://localhost:{Port}/callback";

    public Task InitializeAsync() => _app.StartAsync();

    public Task DisposeAsync() => _app.DisposeAsync().AsTask();

    private IResult Document(string clientId) => Results.Json(new JsonObject
    {
        ["client_id"] = clientId,
        ["client_name"] = "A client on this machine",
        ["redirect_uris"] = new JsonArray(RedirectUri),
        ["grant_types"] = new JsonArray("authorization_code", "refresh_token"),
        ["response_types"] = new JsonArray("code"),
        ["token_endpoint_auth_method"] = "none",
    });
}
