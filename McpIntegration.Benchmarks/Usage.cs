namespace McpIntegration.Benchmarks;

internal static class Usage
{
    public static int Print()
    {
        Console.Error.WriteLine(
            """
            faults    two replicas under traffic while everything around them fails, on loopback
            """);
        return 2;
    }
}
