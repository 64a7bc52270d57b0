using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using McpIntegration.McpServer.Authentication;
using McpIntegration.McpServer.Authorization;
using McpIntegration.McpServer.Caching;
using McpIntegration.McpServer.InternalApi;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpIntegration.McpServer.Tools;

/// <summary>
/// Reads one user's record. E-mail addresses are shown for one's own record (the employee id in the token) or to the
/// role <c>mcp-directory</c>; that is decided on every call, after the cache.
/// </summary>
internal sealed class GetUserProfileTool(
    InternalApiClient api, RecordCache cache, ToolReply reply, IOptions<AuthenticationOptions> claims)
{
    private const string Name = "get_user_profile";
    private const string DirectoryRole = "mcp-directory";
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan UnknownLifetime = TimeSpan.FromSeconds(10);

    [McpServerTool(
        Name = Name, Title = "Get user profile", ReadOnly = true, Destructive = false, Idempotent = true,
        OpenWorld = false, UseStructuredContent = true, OutputSchemaType = typeof(UserProfile))]
    [Description("Reads the profile of one person of the company whose id is known. " +
        "Example: {\"userId\": \"user-123\"}. " +
        "Not for finding people: query_data with the collection users does that, and gives their ids.")]
    [RequiresScope("mcp:read")]
    public async Task<CallToolResult> GetUserProfileAsync(
        RequestContext<CallToolRequestParams> call,
        [Description("Id of the person's record, for example user-123.")]
        [RegularExpression("^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")]
        string userId,
        CancellationToken cancellationToken = default)
    {
        var record = await cache.GetAsync(Caller.From(call.User), Name, userId, FindAsync, cancellationToken);
        return record.Value is { } user
            ? reply.Create(
                new UserProfile(
                    user.Id,
                    user.Name,
                    user.Department,
                    user.CreatedAt,
                    MaySeeEmail(call.User, user) ? user.Email : null),
                record)
            : reply.Refuse("User not found", record);

        async Task<Lookup<UserRecord?>> FindAsync(CancellationToken token) =>
            await api.FindUserAsync(userId, call.Origin(Name), token) is { } found
                ? new(found, Lifetime)
                : new(null, UnknownLifetime, MayGoStale: false);
    }

    private bool MaySeeEmail(ClaimsPrincipal? user, UserRecord record) => user is not null
        && (user.HasClaim(claims.Value.EmployeeIdClaim, record.Id)
            || user.HasClaim(claims.Value.RolesClaim, DirectoryRole));
}
