using System.Text.Json;
using McpIntegration.McpServer.Authentication;
using McpIntegration.McpServer.Edge;
using McpIntegration.Tests.Pipeline;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace McpIntegration.Tests.Authentication;

/// <summary>
/// The server's validation without HTTP around it, with the keys and at the time that a test decides.
/// </summary>
internal sealed class TokenValidation : IDisposable
{
    private static readonly AuthenticationOptions Settings =
        new() { Issuer = "https://issuer.example/realms/mcp", Resource = McpServerApp.Resource };

    private readonly ValidatedTokens _tokens;
    private readonly AccessTokenValidator _validator;

    public TokenValidation()
    {
        _tokens = new(Time);
        Known = new(_tokens, Options.Create(new EdgeOptions()), Time);
        _validator = new(Known, _tokens, Options.Create(Settings), Time);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero));

    public IssuerKeys Known { get; }

    public static SigningKeys SetOf(params IEnumerable<RsaSecurityKey> keys) =>
        SigningKeys.From(new JsonWebKeySet(JsonSerializer.Serialize(new { keys = keys.Select(TestIssuer.Describe) })))
        ?? throw new ArgumentException("No key.", nameof(keys));

    public string Token(RsaSecurityKey key, Action<SecurityTokenDescriptor>? change = null)
    {
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = Settings.Issuer,
            Audience = Settings.Resource,
            Expires = Time.GetUtcNow().UtcDateTime.AddMinutes(5),
            SigningCredentials = TestIssuer.Sign(key),
            Claims = new Dictionary<string, object> { ["sub"] = "alice", ["scope"] = "mcp:read" },
        };
        change?.Invoke(descriptor);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
    }

    public Task<TokenVerdict> ValidateAsync(string token) =>
        _validator.ValidateAsync(token.AsMemory(), CancellationToken.None).AsTask();

    /// <summary>
    /// The same with an issuer that has these keys at the moment and is read when the validation asks for it.
    /// </summary>
    public async Task<TokenVerdict> ValidateAsync(string token, IReadOnlyCollection<RsaSecurityKey> published)
    {
        var validation = ValidateAsync(token);
        if (await Task.WhenAny(validation, Known.NextReading.Asked) != validation)
        {
            Read(published);
        }

        return await validation;
    }

    /// <summary>What a reading does; one that finds no key has failed, and changes nothing.</summary>
    public void Read(IReadOnlyCollection<RsaSecurityKey> published)
    {
        var reading = Known.BeginReading();
        if (published.Count > 0)
        {
            Known.Take(SetOf(published));
        }

        reading.End(published.Count > 0);
    }

    /// <summary>Full validation with the keys known at the moment, remembering nothing.</summary>
    public Task<TokenValidationResult> ValidateWithoutMemoryAsync(string token)
    {
        var keys = Known.Current ?? throw new InvalidOperationException("No keys are known.");
        return new AccessTokenHandler(Time).ValidateTokenAsync(token, TokenRules.Create(Settings, keys));
    }

    public void Dispose()
    {
        Known.Dispose();
        _tokens.Dispose();
    }
}
