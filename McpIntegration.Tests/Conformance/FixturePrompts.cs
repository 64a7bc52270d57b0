using System.ComponentModel;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpIntegration.Tests.Conformance;

[McpServerPromptType]
internal sealed class FixturePrompts
{
    [McpServerPrompt(Name = "test_simple_prompt"), Description("Has no arguments")]
    public static string Simple() => "This is a simple prompt for testing.";

    [McpServerPrompt(Name = "test_prompt_with_arguments"), Description("Has two")]
    public static string WithArguments([Description("Any text")] string arg1, [Description("Any text")] string arg2) =>
        $"Prompt with arguments: arg1='{arg1}', arg2='{arg2}'";

    [McpServerPrompt(Name = "test_prompt_with_embedded_resource"), Description("Holds a resource")]
    public static IEnumerable<PromptMessage> WithResource([Description("Its address")] string resourceUri) =>
    [
        Fixture.Message(Fixture.Embed(resourceUri, "text/plain", "Embedded resource content for testing.")),
        Fixture.Message(new TextContentBlock { Text = "Please process the embedded resource above." }),
    ];

    [McpServerPrompt(Name = "test_prompt_with_image"), Description("Holds an image")]
    public static IEnumerable<PromptMessage> WithImage() =>
    [
        Fixture.Message(ImageContentBlock.FromBytes(Fixture.Png, "image/png")),
        Fixture.Message(new TextContentBlock { Text = "Please analyze the image above." }),
    ];

    [McpServerPrompt(Name = "test_input_required_result_prompt"), Description("Needs to know what for")]
    public static string WithInput(RequestContext<GetPromptRequestParams> request) =>
        InputTools.Answered(request.Params, "user_context", "context", "What context should the prompt use?");
}
