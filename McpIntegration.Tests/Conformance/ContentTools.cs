using System.ComponentModel;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpIntegration.Tests.Conformance;

/// <summary>A tool for every kind of content.</summary>
[McpServerToolType]
internal sealed class ContentTools
{
    [McpServerTool(Name = "test_simple_text"), Description("Text")]
    public static string Text() => "This is a simple text response for testing.";

    [McpServerTool(Name = "test_image_content"), Description("An image")]
    public static ContentBlock Image() => ImageContentBlock.FromBytes(Fixture.Png, "image/png");

    [McpServerTool(Name = "test_audio_content"), Description("A sound")]
    public static ContentBlock Audio() => AudioContentBlock.FromBytes(Fixture.Wav, "audio/wav");

    [McpServerTool(Name = "test_embedded_resource"), Description("A resource")]
    public static ContentBlock Resource() =>
        Fixture.Embed("test://embedded-resource", "text/plain", "This is an embedded resource content.");

    [McpServerTool(Name = "test_multiple_content_types"), Description("Text, an image and a resource")]
    public static IEnumerable<ContentBlock> Mixed() =>
    [
        new TextContentBlock { Text = "Multiple content types test:" },
        ImageContentBlock.FromBytes(Fixture.Png, "image/png"),
        Fixture.Embed("test://mixed-content-resource", "application/json", """{"test":"data","value":123}"""),
    ];

    [McpServerTool(Name = "test_error_handling"), Description("Fails")]
    public static string Fail() => throw new McpException("This tool intentionally returns an error for testing");

    [McpServerTool(Name = "test_header_parameter"), Description("Has a parameter that stands in a header as well")]
    public static string Mirror([McpHeader("Region"), Description("Any text")] string region) => region;
}
