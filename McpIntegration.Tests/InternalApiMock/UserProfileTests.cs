using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace McpIntegration.Tests.InternalApiMock;

public sealed class UserProfileTests(InternalApiMockApp app) : IClassFixture<InternalApiMockApp>
{
    [Fact]
    public async Task Answers_one_user_as_one_object()
    {
        var user = await app.Client.GetStringAsync("/api/v1/users/user-123");

        var expected = JsonNode.Parse("""
            {
              "id": "user-123",
              "name": "Alice Anders",
              "email": "alice@example.com",
              "department": "engineering",
              "title": "Engineering Manager",
              "createdAt": "2022-12-13T08:43:00+00:00"
            }
            """);
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(user)), user);
    }

    [Theory]
    [InlineData("user-999")]
    [InlineData("USER-123")]
    [InlineData("order-0001")]
    [InlineData("..%2Fmetrics")]
    [InlineData("user-123%20")]
    public async Task Answers_404_when_no_user_has_the_id(string id)
    {
        using var response = await app.Client.GetAsync($"/api/v1/users/{id}");

        Assert.Equal("No user has this id.", await response.ReadProblemAsync(HttpStatusCode.NotFound));
    }
}
