namespace McpIntegration.Tests.Clients;

public enum OfficialClient
{
    TypeScriptV1,
    TypeScriptV2,
    CSharp,
}
