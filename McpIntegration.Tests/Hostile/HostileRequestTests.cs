using Xunit;

namespace McpIntegration.Tests.Hostile;

public sealed class HostileRequestTests(Victims victims) : IClassFixture<Victims>
{
    private static readonly Dictionary<string, HostileRequest> Requests = ((IEnumerable<HostileRequest>)
    [
        .. SignatureRows.All, .. PublishedKeyRows.All, .. ClaimRows.All, .. TokenShapeRows.All,
        .. AuthorizationHeaderRows.All, .. HostAndOriginRows.All, .. ToolNameRows.All, .. PathAndVerbRows.All, .. FramingRows.All,
    ]).ToDictionary(request => request.Name);

    public static TheoryData<string> Names => [.. Requests.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Has_its_one_answer_and_nothing_of_it_reaches_the_internal_API(string name)
    {
        var request = Requests[name];
        var server = request.IsForKeycloak ? victims.KeycloakServer : victims.Server;
        var before = server.Api.ReceivedRequests.Count;

        var answer = await RawConnection.SendAsync(server.BaseAddress.Port, request.Write(victims));

        // A second answer would be a smuggled request's.
        Assert.Equal([request.Status], answer.Statuses);
        Assert.Equal(request.RequestsUpstream, server.Api.ReceivedRequests.Count - before);
        Assert.Equal(request.Challenge, answer.Header("WWW-Authenticate"));
    }

    [Theory]
    [InlineData("", 401)]
    [InlineData("Authorization: Bearer\r\n", 400)]
    [InlineData("Host: evil.example\r\n", 400)]
    public async Task Who_was_let_in_on_a_connection_lets_in_nothing_that_comes_after_on_it(string headers, int status)
    {
        var honest = RawRequest.Post($"Bearer {victims.Token.Honest()}").Replace(
            "Connection: close\r\n", "", StringComparison.Ordinal);
        var before = victims.Server.Api.ReceivedRequests.Count;

        var answer = await RawConnection.SendAsync(
            victims.Server.BaseAddress.Port, honest + RawRequest.Post(headers: headers));

        Assert.Equal([200, status], answer.Statuses);
        Assert.Equal(1, victims.Server.Api.ReceivedRequests.Count - before);
    }
}
