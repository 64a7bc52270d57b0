namespace McpIntegration.AppHost.Issuer;

/// <summary>
/// An address as mere text: the same value, without the references inside. A container that refers to the endpoint of a
/// process makes the orchestrator build and run a tunnel container from one more image, and Keycloak never calls this
/// address.
/// </summary>
internal sealed class AddressText(ReferenceExpression address) : IValueProvider, IManifestExpressionProvider
{
    public string ValueExpression => address.ValueExpression;

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) =>
        address.GetValueAsync(cancellationToken);

    public ValueTask<string?> GetValueAsync(
        ValueProviderContext context, CancellationToken cancellationToken = default) =>
        address.GetValueAsync(context, cancellationToken);
}
