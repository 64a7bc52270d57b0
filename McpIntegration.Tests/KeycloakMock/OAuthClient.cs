using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;

namespace McpIntegration.Tests.KeycloakMock;

/// <summary>Requests to an issuer and what comes back, for the tests of this folder.</summary>
internal static class OAuthClient
{
    public static async Task<OAuthAnswer> PostFormAsync(
        this HttpClient client, Uri address, Dictionary<string, string> form, string? basic = null)
    {
        using var request =
            new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(form) };
        if (basic is not null)
        {
            request.Headers.TryAddWithoutValidation(
                "Authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(basic))}");
        }

        using var response = await client.SendAsync(request);
        return await OAuthAnswer.ReadAsync(response);
    }

    public static async Task<OAuthAnswer> ReadAsync(this HttpClient client, Uri address)
    {
        using var response = await client.GetAsync(address);
        return await OAuthAnswer.ReadAsync(response);
    }

    /// <summary>The payload of a token, unverified.</summary>
    public static JsonObject Payload(string token) => Part(token, 1);

    public static JsonObject Header(string token) => Part(token, 0);

    private static JsonObject Part(string token, int index)
    {
        var json = Base64Url.DecodeFromChars(token.Split('.')[index]);
        return JsonNode.Parse(json)?.AsObject() ?? throw new InvalidDataException("The token's part is null.");
    }
}
