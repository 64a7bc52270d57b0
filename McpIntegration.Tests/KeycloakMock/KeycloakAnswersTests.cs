using Xunit;

namespace McpIntegration.Tests.KeycloakMock;

public sealed class KeycloakAnswersTests(KeycloakMockApp app) : IClassFixture<KeycloakMockApp>
{
    public static TheoryData<string> Names => [.. KeycloakAnswers.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_mock_answers_as_Keycloak_answered(string name)
    {
        using var client = app.CreateClient();

        var answer = await new AnswersReplay(client, app.Issuer, KeycloakMockApp.MachineSecret, new AnswerForm(app.Issuer)).AskAsync(name);

        Assert.Equal(KeycloakAnswers.Expected(name), answer);
    }
}
