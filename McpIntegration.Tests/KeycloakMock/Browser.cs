using System.Net;
using System.Text.RegularExpressions;

namespace McpIntegration.Tests.KeycloakMock;

/// <summary>
/// What a person does in a browser: opens addresses, fills the login and consent forms, keeps cookies. By hand, since
/// Keycloak's cookies are Secure on http://localhost too, and <see cref="CookieContainer"/> would not send them back.
/// </summary>
internal sealed partial class Browser(HttpClient client, string issuer)
{
    private readonly Dictionary<string, string> _cookies = [];
    private readonly List<string> _forms = [];
    private Uri? _page;

    /// <summary>Which forms were sent, in order: login, password, consent.</summary>
    public IReadOnlyList<string> Forms => _forms;

    /// <summary>What the person types for a password; null for the user name, as development has it.</summary>
    public string? Password { get; init; }

    /// <summary>What the person chooses where the issuer demands a new one.</summary>
    public string NewPassword { get; init; } = "";

    public Task<OAuthAnswer> OpenAsync(string address) => SendAsync(HttpMethod.Get, address, []);

    /// <summary>
    /// Fills whatever form comes until the issuer sends the browser away; the answer's location is then the client's.
    /// </summary>
    public async Task<OAuthAnswer> SignInAsync(string address, string username)
    {
        var answer = await OpenAsync(address);
        while (answer.Location?.StartsWith(issuer, StringComparison.Ordinal) ?? answer.Status == HttpStatusCode.OK)
        {
            answer = answer.Location is null ? await SubmitAsync(answer, username) : await OpenAsync(answer.Location);
        }

        return answer;
    }

    public Task<OAuthAnswer> SubmitAsync(OAuthAnswer page, string username, string button = "accept")
    {
        var action = WebUtility.HtmlDecode(Action().Match(page.Text).Groups["address"].Value);
        var (name, form) = Fill(page.Text, username, button);
        _forms.Add(name);
        return SendAsync(HttpMethod.Post, action, form);
    }

    private (string Name, Dictionary<string, string> Form) Fill(string page, string username, string button) =>
        page switch
        {
            _ when page.Contains("name=\"accept\"", StringComparison.Ordinal) =>
                ("consent", new() { [button] = "Yes", ["code"] = Code().Match(page).Groups["value"].Value }),
            _ when page.Contains("name=\"password-new\"", StringComparison.Ordinal) =>
                ("password", new() { ["password-new"] = NewPassword, ["password-confirm"] = NewPassword }),
            _ => ("login", new() { ["username"] = username, ["password"] = Password ?? username, ["credentialId"] = string.Empty }),
        };

    private async Task<OAuthAnswer> SendAsync(HttpMethod method, string address, Dictionary<string, string> form)
    {
        // The action of Keycloak's consent form is relative.
        _page = _page is null ? new Uri(address) : new Uri(_page, address);
        using var request = new HttpRequestMessage(method, _page);
        request.Headers.TryAddWithoutValidation(
            "Cookie", string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        request.Content = method == HttpMethod.Post ? new FormUrlEncodedContent(form) : null;

        using var response = await client.SendAsync(request);
        foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            var pair = cookie.Split(';')[0].Split('=', 2);
            _cookies[pair[0]] = pair[1];
        }

        return await OAuthAnswer.ReadAsync(response);
    }

    // <form id="kc-form-login" action="http://localhost:8080/realms/mcp/login-actions/authenticate?a=b&amp;tab_id=c" method="post">
    [GeneratedRegex("<form[^>]*action=\"(?<address>[^\"]*)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Action();

    // <input type="hidden" name="code" value="…">
    [GeneratedRegex("name=\"code\" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Code();
}
