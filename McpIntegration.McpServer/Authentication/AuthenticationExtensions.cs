using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace McpIntegration.McpServer.Authentication;

internal static class AuthenticationExtensions
{
    private const string HttpClientName = "issuer";

    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    public static void AddTokenAuthentication(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptionsWithValidateOnStart<AuthenticationOptions, AuthenticationOptionsValidator>()
            .BindConfiguration(AuthenticationOptions.SectionName);
        services.AddSingleton<IValidateOptions<AuthenticationOptions>, AuthenticationAddressesValidator>();
        services.AddSingleton<IssuerConfiguration>();
        services.AddHostedService<IssuerKeysLoader>();
        services.AddHttpClient(HttpClientName, http => http.Timeout = TimeSpan.FromSeconds(5));
        services.AddSingleton<ResourceMetadata>();
        services.AddSingleton<Challenge>();
        services.AddAuthentication().AddJwtBearer();
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<IOptions<AuthenticationOptions>, IssuerConfiguration, IHttpClientFactory>(Configure);
    }

    public static void UseTokenAuthentication(this IApplicationBuilder app) =>
        app.UseMiddleware<AuthenticationMiddleware>();

    public static void MapResourceMetadata(this WebApplication app) =>
        app.Services.GetRequiredService<ResourceMetadata>().Map(app);

    private static void Configure(
        JwtBearerOptions bearer,
        IOptions<AuthenticationOptions> options,
        IssuerConfiguration issuer,
        IHttpClientFactory clients)
    {
        var (expected, resource) = (options.Value.Issuer, options.Value.Resource);
        var address = options.Value.MetadataAddress?.AbsoluteUri
            ?? $"{expected.TrimEnd('/')}/.well-known/openid-configuration";
        bearer.MapInboundClaims = false;
        bearer.TokenHandlers.Clear();
        bearer.TokenHandlers.Add(new AccessTokenHandler());
        bearer.ConfigurationManager = new ConfigurationManager<OpenIdConnectConfiguration>(
            address,
            issuer,
            new HttpDocumentRetriever(clients.CreateClient(HttpClientName))
            {
                RequireHttps = address.StartsWith("https:", StringComparison.Ordinal)
            });
        bearer.TokenValidationParameters = new TokenValidationParameters
        {
            // Both by exact comparison: the library's own tolerate a trailing slash, or another issuer in the issuer's
            // metadata.
            IssuerValidator = (issued, _, _) =>
                issued == expected ? issued : throw new SecurityTokenInvalidIssuerException(),
            AudienceValidator = (audiences, _, _) =>
                audiences.Contains(resource, StringComparer.Ordinal)
                    ? true
                    : throw new SecurityTokenInvalidAudienceException(),
            ValidAlgorithms = Algorithms,
            ValidTypes = ["at+jwt", "JWT"],
            ClockSkew = TimeSpan.FromSeconds(30),
            NameClaimType = "sub",
            RoleClaimType = options.Value.RolesClaim,
        };
    }
}
