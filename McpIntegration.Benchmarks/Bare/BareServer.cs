using McpIntegration.McpServer.Authentication;
using McpIntegration.McpServer.Edge;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace McpIntegration.Benchmarks.Bare;

/// <summary>
/// The least that could answer the same calls: Kestrel, the server's own check of the token with its memory of
/// validated ones, the request parsed, the same result. No limit, no cache, no protocol, no audit.
/// </summary>
internal static class BareServer
{
    public const string Command = "bare";

    public static async Task<int> RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.Configure<AuthenticationOptions>(
            builder.Configuration.GetSection(AuthenticationOptions.SectionName));
        builder.Services.Configure<EdgeOptions>(builder.Configuration.GetSection(EdgeOptions.SectionName));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<ValidatedTokens>();
        builder.Services.AddSingleton<AccessTokenValidator>();
        builder.Services.AddSingleton<IssuerKeys>();
        builder.Services.AddSingleton<IssuerKeysReader>();
        builder.Services.AddHostedService<IssuerKeysLoader>();
        builder.Services.AddHttpClient();

        var app = builder.Build();
        var result = await File.ReadAllBytesAsync(app.Configuration.GetValue<string>("Bare:ResultFile") ?? "");
        var endpoint = new BareEndpoint(app.Services.GetRequiredService<AccessTokenValidator>(), result);
        app.Run(endpoint.AnswerAsync);
        await app.RunAsync();
        return 0;
    }
}
