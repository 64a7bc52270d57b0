using McpIntegration.Benchmarks;
using McpIntegration.Benchmarks.Bare;
using McpIntegration.Benchmarks.Faults;
using McpIntegration.Benchmarks.Load;

return args switch
{
    ["load"] => await LoadRun.RunAsync(),
    ["compare", .. var others] => await Comparison.RunAsync(others),
    ["faults"] => await FaultsCommand.RunAsync(),
    [BareServer.Command] => await BareServer.RunAsync(),
    _ => Usage.Print(),
};
