using System.Security.Claims;

namespace McpIntegration.McpServer.Authentication;

/// <summary>
/// Whose token it is, or why it was refused. With neither it is undecided: the key that it names could not be looked
/// up.
/// </summary>
internal readonly record struct TokenVerdict(ClaimsPrincipal? Principal, Exception? Failure)
{
    public bool IsUndecided => Principal is null && Failure is null;
}
