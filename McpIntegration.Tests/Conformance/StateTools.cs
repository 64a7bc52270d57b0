using System.ComponentModel;
using System.Security.Cryptography;
using System.Text;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpIntegration.Tests.Conformance;

/// <summary>Tools that leave their state with the client, signed, since nobody else keeps it.</summary>
[McpServerToolType]
internal sealed class StateTools
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    [McpServerTool(Name = "test_input_required_result_request_state"), Description("Knows its state again")]
    public static string Confirm(RequestContext<CallToolRequestParams> call) => Read(call.Params) is null
        ? throw InputTools.Require(new() { ["confirm"] = InputTools.Ask("ok", "Please confirm") }, Write("asked"))
        : "state-ok";

    [McpServerTool(Name = "test_input_required_result_tampered_state"), Description("Takes no state but its own")]
    public static string ConfirmUntouched(RequestContext<CallToolRequestParams> call) => Confirm(call);

    [McpServerTool(Name = "test_input_required_result_multi_round"), Description("Asks twice")]
    public static string AskTwice(RequestContext<CallToolRequestParams> call) => Read(call.Params) switch
    {
        null => throw InputTools.Require(
            new() { ["step1"] = InputTools.Ask("name", "Step 1: What is your name?") }, Write("1")),
        "1" => throw InputTools.Require(new() { ["step2"] = InputTools.Ask("color", "Step 2: What is your favorite color?") }, Write("2")),
        _ => "done",
    };

    private static string Write(string state) => $"{state}.{Sign(state)}";

    private static string? Read(RequestParams? request) => request?.RequestState?.Split('.') switch
    {
        null => null,
        [var state, var signature] when signature == Sign(state) => state,
        _ => throw new McpProtocolException("The state is not this server's.", McpErrorCode.InvalidParams),
    };

    private static string Sign(string state) =>
        Convert.ToHexString(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(state)));
}
