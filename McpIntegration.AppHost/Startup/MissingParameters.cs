namespace McpIntegration.AppHost.Startup;

/// <summary>
/// A parameter without value leaves its consumer waiting without a word on the console: better not to start.
/// </summary>
internal static class MissingParameters
{
    public static async Task RefuseAsync(DistributedApplicationModel model, CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        foreach (var parameter in model.Resources.OfType<ParameterResource>())
        {
            if (!await HasValueAsync(parameter, cancellationToken))
            {
                missing.Add(parameter.Name);
            }
        }

        if (missing.Count > 0)
        {
            throw new StartRefusedException(
                $"These parameters have no value: {string.Join(", ", missing)}; "
                + $"give each as --Parameters:{missing[0]}=<value> or as the environment variable "
                + $"Parameters__{missing[0].Replace('-', '_')}.");
        }
    }

    private static async Task<bool> HasValueAsync(ParameterResource parameter, CancellationToken cancellationToken)
    {
        try
        {
            return await parameter.GetValueAsync(cancellationToken) is { Length: > 0 };
        }
        catch (MissingParameterValueException)
        {
            return false;
        }
    }
}
