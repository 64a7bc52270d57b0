using System.Net.Mime;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace McpIntegration.KeycloakMock.Answers;

/// <summary>
/// The parameters of a request to an OAuth endpoint. An empty value is as none, and a body that is no form as an empty form: Keycloak
/// then names the parameter that it misses. <see cref="RefuseUnreadableAsync"/> refuses what cannot be read before the endpoint sees it.
/// </summary>
internal sealed class OAuthForm
{
    private readonly Dictionary<string, StringValues> _values;
    private readonly OAuthError? _error;

    private OAuthForm(IEnumerable<KeyValuePair<string, StringValues>> values, OAuthError? error = null)
    {
        _values = values.ToDictionary(StringComparer.Ordinal);
        _error = error;
    }

    public string? this[string name] => _values.TryGetValue(name, out var value) && value is [{ Length: > 0 } text] ? text : null;

    public static async ValueTask<OAuthForm> BindAsync(HttpContext context)
    {
        if (context.Request.ContentType?.StartsWith(MediaTypeNames.Application.FormUrlEncoded, StringComparison.OrdinalIgnoreCase) != true)
        {
            return new OAuthForm([]);
        }

        try
        {
            // Not ReadFormAsync: it follows the charset that the client names and throws for some, UTF-7 among them.
            var form = await new FormPipeReader(context.Request.BodyReader, Encoding.UTF8).ReadFormAsync(context.RequestAborted);
            return form.Any(parameter => parameter.Value.Count > 1)
                ? new OAuthForm([], OAuthError.BadRequest("invalid_request", "duplicated parameter"))
                : new OAuthForm(form);
        }
        catch (BadHttpRequestException e)
        {
            return new OAuthForm([], new OAuthError(e.StatusCode, "invalid_request", "The body cannot be read"));
        }
        catch (InvalidDataException)
        {
            return new OAuthForm([], OAuthError.BadRequest("invalid_request", "The form cannot be read"));
        }
    }

    /// <summary>The endpoint filter of every route that takes a form.</summary>
    public static async ValueTask<object?> RefuseUnreadableAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var form = context.Arguments.OfType<OAuthForm>().SingleOrDefault();
        return form?._error ?? await next(context);
    }
}
