using McpIntegration.Benchmarks;
using McpIntegration.Benchmarks.Faults;

return args switch
{
    ["faults"] => await FaultsCommand.RunAsync(),
    _ => Usage.Print(),
};
