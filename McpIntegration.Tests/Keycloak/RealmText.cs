namespace McpIntegration.Tests.Keycloak;

/// <param name="List">Where it stands, the same for all texts of one list.</param>
/// <param name="Name">The member that it is the value of, or whose list it is in.</param>
/// <param name="Text">The text itself.</param>
internal sealed record RealmText(string List, string Name, string Text);
