using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace McpIntegration.Tests.InternalApiMock;

internal static class ProblemExtensions
{
    /// <summary>Asserts that the answer is a problem document of this status and returns its detail.</summary>
    public static async Task<string?> ReadProblemAsync(this HttpResponseMessage response, HttpStatusCode status)
    {
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<JsonObject>();
        Assert.Equal((int)status, (int?)problem?["status"]);
        return (string?)problem?["detail"];
    }
}
