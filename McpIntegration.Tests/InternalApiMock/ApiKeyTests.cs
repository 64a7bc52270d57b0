using System.Net;
using Microsoft.Extensions.Options;
using Xunit;

namespace McpIntegration.Tests.InternalApiMock;

public sealed class ApiKeyTests(InternalApiMockApp app) : IClassFixture<InternalApiMockApp>
{
    [Theory]
    [InlineData("/api/v1/users")]
    [InlineData("/api/v1/users/user-123")]
    [InlineData("/api/v1/metrics/usage?range=1h")]
    [InlineData("/api/v1/there-is-no-such-collection")]
    [InlineData("/API/v1/users")]
    [InlineData("/development/requests")]
    public async Task Refuses_a_request_without_the_key(string path)
    {
        using var client = app.CreateClient();

        using var response = await client.GetAsync(path);

        Assert.Equal(
            "Send the API key in the header X-API-Key.", await response.ReadProblemAsync(HttpStatusCode.Unauthorized));
        Assert.Equal("ApiKey", response.Headers.WwwAuthenticate.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("the-key-of-the-test")]
    [InlineData("the-key-of-the-tests2")]
    [InlineData("THE-KEY-OF-THE-TESTS")]
    public async Task Refuses_a_wrong_key(string key)
    {
        using var client = app.CreateClient();
        client.DefaultRequestHeaders.Add("X-API-Key", key);

        using var response = await client.GetAsync("/api/v1/users");

        await response.ReadProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Refuses_the_key_beside_another_one()
    {
        using var client = app.CreateClient();
        client.DefaultRequestHeaders.Add("X-API-Key", [app.ApiKey, "another"]);

        using var response = await client.GetAsync("/api/v1/users");

        await response.ReadProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Takes_the_key()
    {
        using var response = await app.Client.GetAsync("/api/v1/users");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/alive")]
    [InlineData("/openapi/v1.json")]
    public async Task Needs_no_key_for_health_and_the_description(string path)
    {
        using var client = app.CreateClient();

        using var response = await client.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void Does_not_start_without_a_key_in_the_configuration(string key)
    {
        using var keyless = new InternalApiMockApp { ApiKey = key };

        var refusal = Assert.Throws<OptionsValidationException>(() => keyless.BaseAddress);

        Assert.Equal(
            "ApiKey: The setting ApiKey is missing: give the key that callers must send in the header X-API-Key.", refusal.Message);
    }
}
