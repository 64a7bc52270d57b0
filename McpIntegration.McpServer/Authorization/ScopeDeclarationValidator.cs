using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace McpIntegration.McpServer.Authorization;

/// <summary>Stops the start when a primitive declares no scope, so that none can be forgotten.</summary>
internal sealed class ScopeDeclarationValidator : IValidateOptions<McpServerOptions>
{
    public ValidateOptionsResult Validate(string? name, McpServerOptions options)
    {
        var undeclared = ScopeCatalog.Primitives(options)
            .Where(primitive => RequiresScopeAttribute.Of(primitive.Metadata) is null)
            .Select(primitive => $"\"{primitive.Id}\" declares no scope: add [RequiresScope(\"...\")] to its method.")
            .ToArray();
        return undeclared.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(undeclared);
    }
}
