using ModelContextProtocol.Protocol;

namespace McpIntegration.Tests.Conformance;

/// <summary>What several fixtures hand out.</summary>
internal static class Fixture
{
    /// <summary>One pixel.</summary>
    public static readonly byte[] Png = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==");

    /// <summary>No sound.</summary>
    public static readonly byte[] Wav =
        Convert.FromBase64String("UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQIAAAA=");

    public static EmbeddedResourceBlock Embed(string uri, string mimeType, string text) =>
        new() { Resource = new TextResourceContents { Uri = uri, MimeType = mimeType, Text = text } };

    public static PromptMessage Message(ContentBlock content) => new() { Role = Role.User, Content = content };
}
