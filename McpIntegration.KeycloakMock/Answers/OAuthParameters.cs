using System.Net.Mime;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace McpIntegration.KeycloakMock.Answers;

/// <summary>
/// The parameters of a request to an OAuth endpoint: the query of a GET, else the form. An empty value is as none, and
/// a body that is no form as an empty form: Keycloak then names the parameter that it misses.
/// <see cref="RefuseUnreadableAsync"/> refuses what cannot be read before the endpoint sees it.
/// </summary>
internal sealed class OAuthParameters
{
    private readonly Dictionary<string, StringValues> _values;
    private readonly OAuthError? _error;

    private OAuthParameters(IEnumerable<KeyValuePair<string, StringValues>> values, OAuthError? error = null)
    {
        _values = values.ToDictionary(StringComparer.Ordinal);
        _error = error;
    }

    public string? this[string name] =>
        _values.TryGetValue(name, out var value) && value is [{ Length: > 0 } text] ? text : null;

    public static async ValueTask<OAuthParameters> BindAsync(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method) ? Unambiguous(context.Request.Query) : await ReadFormAsync(context);

    /// <summary>The endpoint filter of every route that takes parameters.</summary>
    public static async ValueTask<object?> RefuseUnreadableAsync(
        EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var parameters = context.Arguments.OfType<OAuthParameters>().SingleOrDefault();
        return parameters?._error ?? await next(context);
    }

    private static async Task<OAuthParameters> ReadFormAsync(HttpContext context)
    {
        if (context.Request.ContentType?.StartsWith(MediaTypeNames.Application.FormUrlEncoded, StringComparison.OrdinalIgnoreCase) != true)
        {
            return new OAuthParameters([]);
        }

        try
        {
            // Not ReadFormAsync: it follows the charset that the client names and throws for some, UTF-7 among them.
            return Unambiguous(await new FormPipeReader(context.Request.BodyReader, Encoding.UTF8).ReadFormAsync(context.RequestAborted));
        }
        catch (BadHttpRequestException e)
        {
            return new OAuthParameters([], new OAuthError(e.StatusCode, "invalid_request", "The body cannot be read"));
        }
        catch (InvalidDataException)
        {
            return new OAuthParameters([], OAuthError.BadRequest("invalid_request", "The form cannot be read"));
        }
    }

    private static OAuthParameters Unambiguous(IEnumerable<KeyValuePair<string, StringValues>> values) =>
        values.Any(parameter => parameter.Value.Count > 1)
            ? new OAuthParameters([], OAuthError.BadRequest("invalid_request", "duplicated parameter"))
            : new OAuthParameters(values);
}
