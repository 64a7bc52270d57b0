using System.Text.Json.Serialization;

namespace McpIntegration.KeycloakMock.Realms;

/// <summary>Puts one claim into the tokens that its configuration names.</summary>
internal sealed record ProtocolMapper(string Name, [property: JsonPropertyName("protocolMapper")] string Type)
{
    public const string AccessToken = "access.token.claim";
    public const string IdToken = "id.token.claim";
    public const string UserInfo = "userinfo.token.claim";

    private const string Subject = "oidc-sub-mapper";
    private const string Audience = "oidc-audience-mapper";
    private const string Roles = "oidc-usermodel-realm-role-mapper";
    private const string Attribute = "oidc-usermodel-attribute-mapper";
    private const string SessionNote = "oidc-usersessionmodel-note-mapper";

    public Dictionary<string, string> Config { get; init; } = [];

    public bool IsKnown => Type is Subject or Audience or Roles or Attribute or SessionNote;

    private string Claim => Type switch
    {
        Subject => "sub",
        Audience => "aud",
        _ => Config["claim.name"],
    };

    public void Map(string token, Grant grant, DateTimeOffset? authenticated, IDictionary<string, object> claims)
    {
        object? value = Type switch
        {
            _ when Config.GetValueOrDefault(token) != "true" => null,
            Subject => grant.User.Id,
            Audience => Config["included.client.audience"],
            Roles => grant.Roles is [] ? null : grant.Roles,
            Attribute => grant.User.Attribute(Config["user.attribute"]),
            _ => authenticated?.ToUnixTimeSeconds(),
        };
        if (value is not null)
        {
            claims[Claim] = value;
        }
    }
}
