using Microsoft.Extensions.Options;

namespace McpIntegration.McpServer.InternalApi;

/// <summary>
/// What annotations cannot say: forms of addresses, and rules across settings. Names no secret's value.
/// </summary>
internal sealed class InternalApiRules : IValidateOptions<InternalApiOptions>
{
    public ValidateOptionsResult Validate(string? name, InternalApiOptions options)
    {
        string[] faults = [.. TimesOf(options), .. AddressesOf(options), .. CredentialsOf(options)];
        return faults is [] ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> TimesOf(InternalApiOptions options)
    {
        if (options.AttemptTimeout >= options.TotalTimeout)
        {
            yield return $"InternalApi:AttemptTimeout is {options.AttemptTimeout}: " +
                $"it must be shorter than InternalApi:TotalTimeout, {options.TotalTimeout}.";
        }
    }

    private static IEnumerable<string> AddressesOf(InternalApiOptions options)
    {
        if (options.BaseAddress is { } api && !(IsWhole(api) && api.Query is ""))
        {
            yield return $"InternalApi:BaseAddress is \"{WithoutUser(api)}\": " +
                "it takes an http or https address without user, query or fragment.";
        }

        // The client's secret goes there as it is.
        if (options.TokenEndpoint is { } issuer
            && !(IsWhole(issuer) && (issuer.Scheme == Uri.UriSchemeHttps || issuer.IsLoopback)))
        {
            yield return $"InternalApi:TokenEndpoint is \"{WithoutUser(issuer)}\": " +
                "it takes an https address (http on loopback only) without user or fragment.";
        }
    }

    private static IEnumerable<string> CredentialsOf(InternalApiOptions options)
    {
        var hasKey = !string.IsNullOrEmpty(options.ApiKey);
        string?[] client = [options.TokenEndpoint?.OriginalString, options.ClientId, options.ClientSecret];
        var given = client.Count(value => !string.IsNullOrEmpty(value));
        if (hasKey && (given > 0 || !string.IsNullOrEmpty(options.Scope)))
        {
            yield return "InternalApi has both ApiKey and OAuth client credentials (TokenEndpoint, ClientId, " +
                "ClientSecret, Scope): give one of the two kinds.";
        }
        else if (!hasKey && given < client.Length)
        {
            yield return "InternalApi has no whole credentials: give ApiKey, " +
                "or all of TokenEndpoint, ClientId and ClientSecret.";
        }
    }

    private static string WithoutUser(Uri address) =>
        address.IsAbsoluteUri ? address.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped)
        : address.OriginalString;

    private static bool IsWhole(Uri address) =>
        address.IsAbsoluteUri
        && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
        && address is { UserInfo: "", Fragment: "" };
}
