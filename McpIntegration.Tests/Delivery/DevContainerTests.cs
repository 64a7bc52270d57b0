using System.Text.Json;
using System.Text.RegularExpressions;
using McpIntegration.Tests.AppHost;
using Xunit;

namespace McpIntegration.Tests.Delivery;

/// <summary>.devcontainer against what the AppHost does inside it.</summary>
public sealed partial class DevContainerTests
{
    private static readonly JsonDocumentOptions WithComments = new() { CommentHandling = JsonCommentHandling.Skip };

    [Fact]
    public void Forwards_each_fixed_port_of_the_AppHost_under_a_name()
    {
        var appHost = Read("McpIntegration.AppHost", "AppHost.cs");
        var profile = Read("McpIntegration.AppHost", "Properties", "launchSettings.json");
        int[] fixedPorts =
            [.. FixedPort().Matches(appHost).Concat(Dashboard().Matches(profile)).Select(Port).Distinct().Order()];

        using var container = JsonDocument.Parse(Read(".devcontainer", "devcontainer.json"), WithComments);
        var forwarded =
            container.RootElement.GetProperty("forwardPorts").EnumerateArray().Select(port => port.GetInt32()).Order();
        var named = container.RootElement.GetProperty("portsAttributes").EnumerateObject()
            .Where(port => port.Value.GetProperty("label").GetString() is { Length: > 0 })
            .Select(port => int.Parse(port.Name, System.Globalization.CultureInfo.InvariantCulture))
            .Order();

        Assert.Equal(fixedPorts, forwarded);
        Assert.Equal(fixedPorts, named);
    }

    private static int Port(Match match) =>
        int.Parse(match.Groups["port"].Value, System.Globalization.CultureInfo.InvariantCulture);

    private static string Read(params string[] path) =>
        File.ReadAllText(Path.Combine([ApplicationProcess.SolutionFolder, .. path]));

    [GeneratedRegex(@"FixedPort\(""[\w-]+"", (?<port>\d+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex FixedPort();

    [GeneratedRegex(@"""applicationUrl"": ""http://localhost:(?<port>\d+)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Dashboard();
}
