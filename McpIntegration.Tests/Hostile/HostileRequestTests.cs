using Xunit;

namespace McpIntegration.Tests.Hostile;

public sealed class HostileRequestTests(Victims victims) : IClassFixture<Victims>
{
    private static readonly Dictionary<string, HostileRequest> Requests = ((IEnumerable<HostileRequest>)
    [
        .. SignatureRows.All, .. ClaimRows.All, .. TokenShapeRows.All, .. AuthorizationHeaderRows.All, .. HostAndOriginRows.All,
        .. ToolNameRows.All, .. PathAndVerbRows.All, .. FramingRows.All,
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

        Assert.Equal(
            (request.Status, request.Answers, request.RequestsUpstream),
            (answer.Status, answer.Answers, server.Api.ReceivedRequests.Count - before));
        Assert.Equal(request.Challenge, answer.Header("WWW-Authenticate"));
    }
}
