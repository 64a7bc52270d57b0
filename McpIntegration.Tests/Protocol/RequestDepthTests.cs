using McpIntegration.Tests.Pipeline;
using Microsoft.Extensions.Options;
using Xunit;

namespace McpIntegration.Tests.Protocol;

/// <summary>How deep a request may nest, where that is not left at the 32 levels of the server.</summary>
public sealed class RequestDepthTests : IAsyncLifetime
{
    private readonly McpServerApp _app = new();

    public Task InitializeAsync() => _app.InitializeAsync();

    public Task DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData(8)]
    [InlineData(64)]
    public async Task The_setting_is_the_last_depth_that_is_read(int depth)
    {
        _app.Settings["Protocol:MaxDepth"] = $"{depth}";

        using var last = await NestAsync(depth);
        using var beyond = await NestAsync(depth + 1);

        Assert.Equal("""{"result":{},"id":1,"jsonrpc":"2.0"}""", await last.Content.ReadAsStringAsync());
        JsonAssert.Equal(
            $$$"""
            {"jsonrpc":"2.0","id":null,"error":{"code":-32700,
             "message":"The body is not JSON in UTF-8, or nests deeper than {{{depth}}} levels."}}
            """,
            await beyond.ReadJsonAsync());
    }

    [Theory]
    [InlineData("7")]
    [InlineData("65")]
    public void A_depth_out_of_range_stops_the_start(string depth)
    {
        _app.Settings["Protocol:MaxDepth"] = depth;

        var error = Assert.Throws<OptionsValidationException>(() => _app.Services);

        Assert.Contains("MaxDepth must be between 8 and 64", error.Message, StringComparison.Ordinal);
    }

    /// <summary>The message and its params are two of the levels.</summary>
    private Task<HttpResponseMessage> NestAsync(int levels)
    {
        var nested = new string('[', levels - 2) + new string(']', levels - 2);
        return _app.PostAsync(
            $$$"""{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":{{{nested}}} } }""",
            _app.Issuer.Token("mcp:read"));
    }
}
