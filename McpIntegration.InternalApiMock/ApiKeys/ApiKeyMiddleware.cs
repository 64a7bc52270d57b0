using System.Security.Cryptography;
using System.Text;
using McpIntegration.InternalApiMock.Problems;
using Microsoft.Extensions.Options;

namespace McpIntegration.InternalApiMock.ApiKeys;

/// <summary>
/// Guards whole path prefixes, not endpoints, so that a path that does not exist there tells nothing to a caller
/// without the key.
/// </summary>
internal sealed class ApiKeyMiddleware(
    RequestDelegate next, IOptions<ApiKeyOptions> options, IHostEnvironment environment)
{
    public const string HeaderName = "X-API-Key";
    private readonly byte[] _expected = Digest(options.Value.ApiKey);

    public Task InvokeAsync(HttpContext context) =>
        IsGuarded(context.Request.Path) && !HasKey(context.Request) ? RefuseAsync(context) : next(context);

    // Outside Development there is nothing under /development: its paths are unknown ones (404), not refused ones.
    private bool IsGuarded(PathString path) =>
        path.StartsWithSegments("/api") || (environment.IsDevelopment() && path.StartsWithSegments("/development"));

    private bool HasKey(HttpRequest request) =>
        request.Headers[HeaderName] is [{ } sent] && CryptographicOperations.FixedTimeEquals(Digest(sent), _expected);

    // Digests are of one length, so the comparison does not show the length of the key either.
    private static byte[] Digest(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private static Task RefuseAsync(HttpContext context)
    {
        // RFC 9110, 15.5.2: a 401 names a scheme. There is no registered one for API keys.
        context.Response.Headers.WWWAuthenticate = "ApiKey";
        return ApiProblem.Unauthorized($"Send the API key in the header {HeaderName}.").ExecuteAsync(context);
    }
}
