using System.Net;
using McpIntegration.Tests.Pipeline;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace McpIntegration.Tests.Edge;

public sealed class ForwardedHeadersTests
{
    [Theory]
    [InlineData(null, "127.0.0.1", "http")]
    [InlineData("10.0.0.0/8", "127.0.0.1", "http")]
    [InlineData("127.0.0.0/8", "203.0.113.7", "https")]
    public async Task Address_and_scheme_are_believed_only_from_a_trusted_network(
        string? network, string address, string scheme)
    {
        var seen = await SeeAsync(network, request =>
        {
            request.Headers.Add("X-Forwarded-For", "198.51.100.1, 203.0.113.7");
            request.Headers.Add("X-Forwarded-Proto", "https");
        });

        Assert.Equal((address, scheme), (seen.Address, seen.Scheme));
    }

    [Theory]
    [InlineData("X-Forwarded-Host", "evil.example")]
    [InlineData("X-Forwarded-Prefix", "/evil")]
    [InlineData("X-Original-Host", "evil.example")]
    [InlineData("Forwarded", "host=evil.example;proto=https;for=198.51.100.1")]
    [InlineData("X-HTTP-Method-Override", "DELETE")]
    public async Task No_other_header_is_believed_from_anybody(string header, string value)
    {
        var seen = await SeeAsync("127.0.0.0/8", request => request.Headers.Add(header, value));

        Assert.Equal(new Seen("127.0.0.1", "http", "localhost", "/mcp", "POST"), seen);
    }

    [Fact]
    public async Task The_environment_s_switch_that_has_every_sender_believed_opens_nothing()
    {
        var seen = await SeeAsync(
            null,
            request =>
            {
                request.Headers.Add("X-Forwarded-For", "203.0.113.7");
                request.Headers.Add("X-Forwarded-Proto", "https");
            },
            ("ForwardedHeaders_Enabled", "true"));

        Assert.Equal(new Seen("127.0.0.1", "http", "localhost", "/mcp", "POST"), seen);
    }

    private static async Task<Seen> SeeAsync(
        string? network, Action<HttpRequestMessage> change, params (string Key, string Value)[] settings)
    {
        var spy = new Spy();
        var app = new McpServerApp { ConfigureServices = services => services.AddSingleton<IStartupFilter>(spy) };
        if (network is not null)
        {
            app.Settings["Edge:TrustedNetworks:0"] = network;
        }

        foreach (var (key, value) in settings)
        {
            app.Settings[key] = value;
        }

        await app.InitializeAsync();

        using var answer = await app.PostAsync(McpMessages.Ping, null, request =>
        {
            request.Headers.Host = "localhost";
            change(request);
        });

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        await app.DisposeAsync();
        return spy.Seen ?? throw new InvalidOperationException("No request arrived.");
    }

    /// <summary>Stands before all steps, and looks at the request once they have run.</summary>
    private sealed class Spy : IStartupFilter
    {
        public Seen? Seen { get; private set; }

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (context, step) =>
            {
                await step(context);
                Seen = new(
                    context.Connection.RemoteIpAddress?.ToString(), context.Request.Scheme, context.Request.Host.Value,
                    context.Request.PathBase + context.Request.Path, context.Request.Method);
            });
            next(app);
        };
    }

    private sealed record Seen(string? Address, string Scheme, string? Host, string Path, string Method);
}
