namespace McpIntegration.KeycloakMock.Realms;

/// <summary>What a client gets for a person: the scopes that the person's roles allow, and the roles that belong to those scopes.</summary>
internal sealed record Grant(Client Client, User User, bool OpenId, ClientScope[] Scopes, string[] Roles)
{
    public string TokenScope => Join(Scopes.Where(scope => scope.InToken));

    /// <summary>The claims that the scopes' mappers give for one kind of token, one of the constants of <see cref="ProtocolMapper"/>.</summary>
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
        string.Join(' ', [.. OpenId ? [ClientScope.OpenId] : Array.Empty<string>(), .. scopes.Select(scope => scope.Name)]);
}
