using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace McpIntegration.McpServer.Authorization;

/// <summary>
/// Stops the start when something that can be called declares no scope, so that none can be forgotten.
/// </summary>
internal sealed class ScopeDeclarationValidator : IValidateOptions<McpServerOptions>
{
    public ValidateOptionsResult Validate(string? name, McpServerOptions options)
    {
        var undeclared = ScopeCatalog.Primitives(options)
            .Where(primitive => RequiresScopeAttribute.Of(primitive.Metadata) is null)
            .Select(primitive => $"\"{primitive.Id}\"")
            .Concat(Completion(options.Handlers))
            .Select(what => $"{what} declares no scope: add [RequiresScope(\"...\")] to its method.")
            .Concat(ForAnyName(options.Handlers))
            .ToArray();
        return undeclared.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(undeclared);
    }

    private static IEnumerable<string> Completion(McpServerHandlers handlers) =>
        handlers.CompleteHandler is { } complete && RequiresScopeAttribute.Of(complete) is null
            ? ["The completion handler"]
            : [];

    // Such a handler answers for names that match no primitive, and so no declaration.
    private static IEnumerable<string> ForAnyName(McpServerHandlers handlers) =>
        new (string Name, Delegate? Handler)[]
        {
            (nameof(handlers.CallToolHandler), handlers.CallToolHandler),
            (nameof(handlers.GetPromptHandler), handlers.GetPromptHandler),
            (nameof(handlers.ReadResourceHandler), handlers.ReadResourceHandler),
        }
        .Where(candidate => candidate.Handler is not null)
        .Select(candidate => $"{candidate.Name} answers without a declared scope: " +
            "register each tool, prompt and resource by itself.");
}
