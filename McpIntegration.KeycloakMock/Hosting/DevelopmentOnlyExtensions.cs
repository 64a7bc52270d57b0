using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using McpIntegration.KeycloakMock.Keys;
using McpIntegration.KeycloakMock.Realms;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace McpIntegration.KeycloakMock.Hosting;

/// <summary>
/// This issuer gives a token to whoever asks for one, so it runs in the environment Development and on loopback
/// addresses only. Whatever keeps it from starting is told in one sentence, with exit code 1.
/// </summary>
internal static partial class DevelopmentOnlyExtensions
{
    private const long LargestBody = 64 * 1024;

    public static void AddDevelopmentOnly(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<KeycloakMockOptions>().BindConfiguration(string.Empty).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<KeycloakMockOptions>, KeycloakMockOptionsValidator>();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            // Kestrel calls this for every endpoint, from whichever setting it comes, before it listens there.
            kestrel.ConfigureEndpointDefaults(RefuseUnlessLoopback);
        });
        // The host and Kestrel would add the stack trace to the sentence that RunDevelopmentOnlyAsync tells.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.None);
        // At Information ASP.NET Core writes down whole addresses: codes in redirects, tokens in logout requests.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
    }

    /// <summary>Keycloak's readiness address; Keycloak itself has it on its management port.</summary>
    public static void MapReadiness(this WebApplication app) =>
        app.MapGet("/health/ready", () => new { status = "UP" });

    public static async Task<int> RunDevelopmentOnlyAsync(this WebApplication app)
    {
        try
        {
            RefuseUnlessDevelopment(app.Environment);
            app.Services.GetRequiredService<Realm>();
            app.Services.GetRequiredService<RealmKeys>();
            await app.StartAsync();
        }
        catch (Exception e) when (e is StartRefusedException or OptionsValidationException or JsonException or IOException
            or UnauthorizedAccessException or CryptographicException)
        {
            Log.StartRefused(app.Logger, e.Message);
            return 1;
        }

        await app.WaitForShutdownAsync();
        return 0;
    }

    private static void RefuseUnlessDevelopment(IHostEnvironment environment)
    {
        if (!environment.IsDevelopment())
        {
            throw new StartRefusedException(
                $"This issuer gives tokens to whoever asks, so it starts in the environment Development only, not in '{environment.EnvironmentName}'.");
        }
    }

    private static void RefuseUnlessLoopback(ListenOptions endpoint)
    {
        if (endpoint.IPEndPoint is not { } address || !IPAddress.IsLoopback(address.Address))
        {
            throw new StartRefusedException(
                $"This issuer gives tokens to whoever asks, so it listens on loopback addresses only, not on {endpoint}.");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Critical, "{Reason}")]
        public static partial void StartRefused(ILogger logger, string reason);
    }
}
