using './mcp-server.bicep'

// Outputs of main.bicep, which azd has in its environment. One that is missing stops the deployment.
param environmentId = readEnvironmentVariable('AZURE_CONTAINER_APPS_ENVIRONMENT_ID')
param defaultDomain = readEnvironmentVariable('AZURE_CONTAINER_APPS_ENVIRONMENT_DEFAULT_DOMAIN')
param registryServer = readEnvironmentVariable('AZURE_CONTAINER_REGISTRY_ENDPOINT')
param identityId = readEnvironmentVariable('MCP_SERVER_IDENTITY_ID')
param vaultEndpoint = readEnvironmentVariable('AZURE_KEY_VAULT_ENDPOINT')
param internalApiUrl = readEnvironmentVariable('INTERNAL_API_URL')

// What azd has just pushed.
param image = readEnvironmentVariable('SERVICE_MCP_SERVER_IMAGE_NAME')

// The operator's to set with `azd env set`. A pipeline passes what is not set as an empty text, so that is as absent.
param existingIssuer = readEnvironmentVariable('AUTH_ISSUER', '')
param publicUrl = readEnvironmentVariable('MCP_PUBLIC_URL', '')
param certificateId = readEnvironmentVariable('MCP_CERTIFICATE_ID', '')
param keycloakPublicUrl = readEnvironmentVariable('KEYCLOAK_PUBLIC_URL', '')
var least = readEnvironmentVariable('MCP_MIN_REPLICAS', '')
var most = readEnvironmentVariable('MCP_MAX_REPLICAS', '')
param minReplicas = empty(least) ? 2 : int(least)
param maxReplicas = empty(most) ? 10 : int(most)
