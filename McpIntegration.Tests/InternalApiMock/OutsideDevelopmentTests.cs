using System.Net;
using Xunit;

namespace McpIntegration.Tests.InternalApiMock;

public sealed class OutsideDevelopmentTests : IDisposable
{
    private readonly InternalApiMockApp _app = new() { EnvironmentName = "Production" };

    public void Dispose() => _app.Dispose();

    [Theory]
    [InlineData("GET", "/development/requests")]
    [InlineData("DELETE", "/development/requests")]
    [InlineData("PUT", "/development/faults")]
    [InlineData("DELETE", "/development/faults")]
    public async Task The_development_routes_do_not_exist(string verb, string path)
    {
        using var request =
            new HttpRequestMessage(new HttpMethod(verb), path) { Content = new StringContent("status=503") };

        using var response = await _app.Client.SendAsync(request);

        await response.ReadProblemAsync(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("status=503")]
    [InlineData("nonsense")]
    public async Task The_fault_header_is_ignored(string fault)
    {
        using var request =
            new HttpRequestMessage(HttpMethod.Get, "/api/v1/users") { Headers = { { "X-Fault", fault } } };

        using var response = await _app.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(_app.ReceivedRequests);
    }

    [Fact]
    public async Task The_key_is_still_asked_for()
    {
        using var client = _app.CreateClient();

        using var response = await client.GetAsync("/api/v1/users");

        await response.ReadProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_description_is_still_there()
    {
        using var response = await _app.Client.GetAsync("/openapi/v1.json");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
