using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace McpIntegration.McpServer.Edge;

/// <summary>Who may reach the server at all. All lists match exactly; loopback is added in Development.</summary>
internal sealed class EdgeOptions
{
    public const string SectionName = "Edge";

    /// <summary>
    /// Values of Host beside the resource's own, with the port unless it is the scheme's default: "mcp.example.com".
    /// </summary>
    public IList<string> AllowedHosts { get; } = [];

    /// <summary>Values of Origin that browsers may send: "https://inspector.example.com".</summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>
    /// Networks of the proxies whose X-Forwarded-For and X-Forwarded-Proto are believed, in CIDR form. None by default.
    /// </summary>
    public IList<string> TrustedNetworks { get; } = [];

    /// <summary>Protocol requests that run at once on this replica.</summary>
    [Range(1, 10_000)]
    public int MaxConcurrentRequests { get; set; } = 64;

    /// <summary>Protocol requests that wait for one of those to end; more are answered 503.</summary>
    [Range(0, 10_000)]
    public int MaxQueuedRequests { get; set; } = 64;

    /// <summary>
    /// Time for one protocol request, waiting for its turn and sending the answer included, and for sending a
    /// request's headers.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Connections that this replica holds open; more are closed at once.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnections { get; set; } = 4_096;

    /// <summary>
    /// How long this replica goes on taking requests after SIGTERM, while /health answers 503: as long as a load
    /// balancer needs to notice. Requests that run then have the rest of <see cref="Draining.Limit"/>.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:15")]
    public TimeSpan DrainDelay { get; set; } = TimeSpan.FromSeconds(5);
}

[OptionsValidator]
internal sealed partial class EdgeBoundsValidator : IValidateOptions<EdgeOptions>;

internal sealed class EdgeOptionsValidator : IValidateOptions<EdgeOptions>
{
    public ValidateOptionsResult Validate(string? name, EdgeOptions options)
    {
        var faults = options.AllowedHosts.Where(host => !HostAndOrigin.IsHost(host))
            .Select(host => $"Edge:AllowedHosts holds \"{host}\": " +
                "it takes a host with an optional port, as in mcp.example.com:8443.")
            .Concat(options.AllowedOrigins.Where(origin => !HostAndOrigin.IsOrigin(origin))
                .Select(origin => $"Edge:AllowedOrigins holds \"{origin}\": " +
                    "it takes scheme, host and port, as in https://inspector.example.com."))
            .Concat(options.TrustedNetworks.Where(network => !System.Net.IPNetwork.TryParse(network, out _))
                .Select(network => $"Edge:TrustedNetworks holds \"{network}\": it takes networks such as 10.0.0.0/16."))
            .ToArray();
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
