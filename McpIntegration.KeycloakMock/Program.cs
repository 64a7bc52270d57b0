using McpIntegration.KeycloakMock.Answers;
using McpIntegration.KeycloakMock.Discovery;
using McpIntegration.KeycloakMock.Hosting;
using McpIntegration.KeycloakMock.Keys;
using McpIntegration.KeycloakMock.Realms;
using McpIntegration.KeycloakMock.Sessions;
using McpIntegration.KeycloakMock.SignIn;
using McpIntegration.KeycloakMock.Tokens;
using McpIntegration.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddDevelopmentOnly();
builder.Services.AddRealm();
builder.Services.AddKeys();
builder.Services.AddSessions();
builder.Services.AddSignIn();
builder.Services.AddTokens();

await using var app = builder.Build();
app.UseKeycloakAnswers();
app.UseCors();
app.MapDefaultEndpoints();
app.MapReadiness();
app.MapDiscovery();
app.MapSignIn();
app.MapTokens();
return await app.RunDevelopmentOnlyAsync();
