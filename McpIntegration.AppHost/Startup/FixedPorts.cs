using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;

namespace McpIntegration.AppHost.Startup;

/// <summary>
/// Run-mode ports are fixed so that client configurations can be pasted. The orchestrator does not notice a busy one:
/// it says "started" and a stranger answers. So they are looked at first.
/// </summary>
internal static class FixedPorts
{
    private const string Section = "Ports";
    private const string Dashboard = "dashboard";

    /// <summary>
    /// The port of a resource in run mode, <c>--Ports:{name}</c> or the default; none when publishing.
    /// </summary>
    public static int? FixedPort(this IDistributedApplicationBuilder builder, string name, int port) =>
        builder.ExecutionContext.IsPublishMode ? null : builder.Configuration.GetValue($"{Section}:{name}", port);

    public static void RefuseBusy(DistributedApplicationModel model, IConfiguration configuration)
    {
        // With random ports, as in tests, nothing listens on the fixed ones.
        if (configuration.GetValue<bool>("DcpPublisher:RandomizePorts"))
        {
            return;
        }

        var listeners = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners();
        var busy = Named(model, configuration).Where(port => IsBusy(port.Number, listeners)).ToList();
        if (busy.Count > 0)
        {
            var list = string.Join(", ", busy.Select(port => $"{port.Number} ({port.Owner})"));
            throw new StartRefusedException(
                $"Already in use by another program: port {list}; end that program, or {OtherPort(busy[0].Owner)}.");
        }
    }

    private static string OtherPort(string owner) => owner == Dashboard
        ? "change the addresses in Properties/launchSettings.json"
        : $"give another port, as in --{Section}:{owner}=<port>";

    private static IEnumerable<(int Number, string Owner)> Named(
        DistributedApplicationModel model, IConfiguration configuration)
    {
        var resources =
            from resource in model.Resources
            from endpoint in resource.Annotations.OfType<EndpointAnnotation>()
            where endpoint.Port is not null
            select (endpoint.Port ?? 0, resource.Name);
        return resources
            .Concat(DashboardAddresses.All(configuration).Select(address => (address.Port, Dashboard)))
            .Distinct();
    }

    private static bool IsBusy(int port, IPEndPoint[] listeners) =>
        listeners.Any(listener => listener.Port == port && Covers(listener.Address)) || !CanBind(port);

    private static bool Covers(IPAddress address) =>
        IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    /// <summary>Windows reserves ranges of ports in which nobody listens and nobody may.</summary>
    private static bool CanBind(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
