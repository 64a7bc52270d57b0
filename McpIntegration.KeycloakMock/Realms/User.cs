using System.Security.Cryptography;
using System.Text;

namespace McpIntegration.KeycloakMock.Realms;

/// <summary>A person, or a client's service account.</summary>
internal sealed record User(string Username)
{
    private readonly string? _id;

    /// <summary>
    /// Where the file gives none it follows from the name, so that a caller stays the same caller after a restart.
    /// </summary>
    public string Id
    {
        get => _id ?? new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(Username)).AsSpan(..16)).ToString();
        init => _id = value;
    }

    public string? ServiceAccountClientId { get; init; }
    public Credential[] Credentials { get; init; } = [];
    public string[] RealmRoles { get; init; } = [];
    public Dictionary<string, string[]> Attributes { get; init; } = [];

    public bool Accepts(string? password) =>
        password is not null
            && Credentials.Any(credential => credential.Type == "password" && credential.Value == password);

    public string? Attribute(string name) =>
        name == "username" ? Username : Attributes.GetValueOrDefault(name)?.FirstOrDefault();
}

internal sealed record Credential(string Type, string Value);
