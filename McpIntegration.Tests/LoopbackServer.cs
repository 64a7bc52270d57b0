using System.Net;
using Microsoft.AspNetCore.Mvc.Testing;

namespace McpIntegration.Tests;

internal static class LoopbackServer
{
    /// <summary>
    /// Starts the application on a real socket, on a free port of this machine, or again on the one that it had.
    /// </summary>
    public static void StartOnLoopback<TEntryPoint>(this WebApplicationFactory<TEntryPoint> factory, int port = 0) where TEntryPoint : class
    {
        // Not UseKestrel(0): it changes the addresses while the application binds them, and sometimes comes too late.
        // Back to it once https://github.com/dotnet/aspnetcore/pull/67714 is in the package.
        factory.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        factory.StartServer();
    }
}
