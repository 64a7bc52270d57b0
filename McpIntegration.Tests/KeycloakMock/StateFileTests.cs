using System.Net;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using Xunit;

namespace McpIntegration.Tests.KeycloakMock;

public sealed class StateFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("issuer-").FullName;

    private string StateFile => Path.Combine(_folder, "state.json");

    [Fact]
    public async Task Keys_and_registrations_survive_a_restart()
    {
        using var before = Start(StateFile);
        var keys = await KeysAsync(before);
        var registered = await RegisterAsync(before);
        before.Dispose();

        using var after = Start(StateFile);
        using var clientAfter = after.CreateClient();
        var flow =
            new CodeFlow(clientAfter, after.Issuer) { ClientId = registered, RedirectUri = "http://localhost:1/cb" };
        var login = await flow.SignInAsync("alice", "mcp:read");

        Assert.Equal(keys, await KeysAsync(after));
        Assert.Equal((HttpStatusCode.OK, "mcp:read"), (login.Status, (string?)login.Json["scope"]));
    }

    [Fact]
    public async Task Registrations_at_once_are_all_kept()
    {
        using var before = Start(StateFile);
        var registered = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => RegisterAsync(before)));
        before.Dispose();

        using var after = Start(StateFile);
        using var client = after.CreateClient();
        var pages = await Task.WhenAll(registered.Select(id => client.ReadAsync(
            new Uri(new CodeFlow(client, after.Issuer) { ClientId = id, RedirectUri = "http://localhost:1/cb" }.Address("mcp:read")))));

        Assert.All(pages, page => Assert.Equal(HttpStatusCode.OK, page.Status));
    }

    [SkippableFact]
    [UnsupportedOSPlatform("windows")]
    public async Task Only_its_owner_may_read_the_file()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no file modes: the folder's access list decides.");
        using var app = Start(StateFile);
        await RegisterAsync(app);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(StateFile));
    }

    [Fact]
    public async Task Without_a_file_every_start_has_new_keys()
    {
        using var first = Start(string.Empty);
        using var second = Start(string.Empty);

        Assert.NotEqual(await KeysAsync(first), await KeysAsync(second));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static KeycloakMockApp Start(string stateFile) => new(new() { ["StateFile"] = stateFile });

    private static async Task<string> KeysAsync(KeycloakMockApp app)
    {
        using var client = app.CreateClient();
        return (await client.ReadAsync(new Uri($"{app.Issuer}/protocol/openid-connect/certs"))).Text;
    }

    private static async Task<string> RegisterAsync(KeycloakMockApp app)
    {
        using var client = app.CreateClient();
        using var response = await client.PostAsJsonAsync(
            $"{app.Issuer}/clients-registrations/openid-connect",
            new { redirect_uris = (string[])["http://localhost:1/cb"], token_endpoint_auth_method = "none" });
        return $"{(await OAuthAnswer.ReadAsync(response)).Json["client_id"]}";
    }
}
