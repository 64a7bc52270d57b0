using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using McpIntegration.AppHost.Startup;
using Xunit;

namespace McpIntegration.Tests.AppHost;

public sealed class MissingParametersTests
{
    [Fact]
    public async Task Names_every_parameter_without_value_and_how_to_set_it()
    {
        var model = new DistributedApplicationModel(
            [Missing("internal-api-key"), new ParameterResource("given", _ => "x"), Missing("other")]);

        var refusal = await Assert.ThrowsAsync<StartRefusedException>(
            () => MissingParameters.RefuseAsync(model, CancellationToken.None));

        Assert.Equal(
            "These parameters have no value: internal-api-key, other; give each as --Parameters:internal-api-key=<value> "
            + "or as the environment variable Parameters__internal_api_key.",
            refusal.Message);
    }

    [Fact]
    public Task Accepts_a_model_whose_parameters_all_have_values() =>
        MissingParameters.RefuseAsync(
            new DistributedApplicationModel([new ParameterResource("given", _ => "x")]), CancellationToken.None);

    private static ParameterResource Missing(string name) =>
        new(name, _ => throw new MissingParameterValueException($"Parameter '{name}' has no value."));
}
