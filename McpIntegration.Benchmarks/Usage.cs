namespace McpIntegration.Benchmarks;

internal static class Usage
{
    public static int Print()
    {
        Console.Error.WriteLine(
            """
            load                                        the server under load beside a bare endpoint, on loopback
            compare [Other.dll ...] [NAME=value ...]    this build of the server and others, or other settings, by turns
            faults                                      two replicas under traffic while everything around them fails, on loopback
            """);
        return 2;
    }
}
