using McpIntegration.Tests.AppHost;
using Xunit;

namespace McpIntegration.Tests.KeycloakMock;

/// <summary>The recording that the mock is held to, held to Keycloak itself.</summary>
[Collection(RunningApplicationOnKeycloakTestGroup.Name)]
public sealed class RecordingTests(RunningApplicationOnKeycloak application)
{
    public static TheoryData<string> Names => [.. KeycloakAnswers.Names];

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public async Task Keycloak_answers_as_it_answered(string name)
    {
        RunningApplicationOnKeycloak.SkipUnlessAvailable();
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = application.Keycloak };
        var form = new AnswerForm(application.Issuer, application.McpEndpoint.AbsoluteUri);

        var answer =
            await new AnswersReplay(client, application.Issuer, "development-only-secret", form).AskAsync(name);

        Assert.Equal(KeycloakAnswers.Expected(name), answer);
    }
}
