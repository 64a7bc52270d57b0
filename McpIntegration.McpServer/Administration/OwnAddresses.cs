using System.Net;

namespace McpIntegration.McpServer.Administration;

/// <summary>Where the server that was started with the same settings is asked for its health, from beside it.</summary>
internal static class OwnAddresses
{
    private const string Default = "http://localhost:5000";

    /// <summary>
    /// Read from the environment and the arguments, in ASP.NET Core's own order; not from files, which would double
    /// the time. Addresses with https are left out: no certificate is made out to loopback.
    /// </summary>
    public static IReadOnlyList<Uri> Read(string[] args)
    {
        var configuration = new ConfigurationBuilder()
            .AddEnvironmentVariables("DOTNET_")
            .AddEnvironmentVariables("ASPNETCORE_")
            .AddEnvironmentVariables()
            .AddCommandLine(args)
            .Build();
        return
        [
            .. Listed(configuration)
                .Select(BindingAddress.Parse)
                .Where(IsAskable)
                .Select(address => new UriBuilder(Uri.UriSchemeHttp, HostToAsk(address), address.Port, "health").Uri)
                .Distinct(),
        ];
    }

    private static string[] Listed(IConfiguration configuration) =>
        (Split(configuration[WebHostDefaults.ServerUrlsKey]), Split(configuration[WebHostDefaults.HttpPortsKey])) switch
        {
            ({ Length: > 0 } urls, _) => urls,
            (_, { Length: > 0 } ports) => [.. ports.Select(port => $"http://*:{port}")],
            _ => [Default],
        };

    private static string[] Split(string? list) =>
        list?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static bool IsAskable(BindingAddress address) =>
        address is { IsUnixPipe: false, IsNamedPipe: false, Port: > 0 }
        && string.Equals(address.Scheme, Uri.UriSchemeHttp, StringComparison.OrdinalIgnoreCase);

    // A wildcard, localhost and any other name include IPv4's loopback.
    private static string HostToAsk(BindingAddress address) =>
        IPAddress.TryParse(address.Host, out var own) && !own.Equals(IPAddress.Any) && !own.Equals(IPAddress.IPv6Any)
            ? address.Host
            : "127.0.0.1";
}
