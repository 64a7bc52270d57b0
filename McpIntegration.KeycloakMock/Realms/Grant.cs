namespace McpIntegration.KeycloakMock.Realms;

/// <summary>
/// What a client gets for a person: the scopes that the person's roles allow, and the roles that belong to those
/// scopes.
/// </summary>
internal sealed record Grant(Client Client, User User, bool OpenId, ClientScope[] Scopes, string[] Roles)
{
    /// <summary>Instead of the realm's, for the access token.</summary>
    public TimeSpan? Lifespan { get; init; }

    /// <summary>An offline token has no end of its own.</summary>
    public bool Offline => Scopes.Any(scope => scope.Name == ClientScope.OfflineAccess);

    /// <summary>With the scopes that stay out of tokens for others, as a refresh token has it.</summary>
    public string WholeScope => Join(Scopes);

    public string TokenScope => Join(Scopes.Where(scope => scope.InToken));

    /// <summary>
    /// The claims that the scopes' mappers give for one kind of token, one of the constants of
    /// <see cref="ProtocolMapper"/>.
    /// </summary>
    public Dictionary<string, object> Claims(string token, DateTimeOffset? authenticated)
    {
        Dictionary<string, object> claims = [];
        foreach (var mapper in Scopes.SelectMany(scope => scope.ProtocolMappers))
        {
            mapper.Map(token, this, authenticated, claims);
        }

        return claims;
    }

    private string Join(IEnumerable<ClientScope> scopes) =>
        string.Join(
            ' ', [.. OpenId ? [ClientScope.OpenId] : Array.Empty<string>(), .. scopes.Select(scope => scope.Name)]);
}
