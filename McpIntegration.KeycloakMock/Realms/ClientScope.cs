namespace McpIntegration.KeycloakMock.Realms;

internal sealed record ClientScope(string Name)
{
    public const string OpenId = "openid";
    public const string OfflineAccess = "offline_access";

    public Dictionary<string, string> Attributes { get; init; } = [];
    public ProtocolMapper[] ProtocolMappers { get; init; } = [];

    public bool InToken => Attributes.GetValueOrDefault("include.in.token.scope") != "false";
    public bool InMetadata => Attributes.GetValueOrDefault("include.in.openid.provider.metadata") != "false";

    /// <summary>What the consent page says of the scope; null where it says nothing.</summary>
    public string? ConsentText => Attributes.GetValueOrDefault("display.on.consent.screen") == "false"
        ? null
        : Attributes.GetValueOrDefault("consent.screen.text", Name);

    public static string[] Split(string? scope) =>
        (scope ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
