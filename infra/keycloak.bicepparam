using './keycloak.bicep'

// Outputs of main.bicep, which azd has in its environment. One that is missing stops the deployment.
param environmentId = readEnvironmentVariable('AZURE_CONTAINER_APPS_ENVIRONMENT_ID')
param defaultDomain = readEnvironmentVariable('AZURE_CONTAINER_APPS_ENVIRONMENT_DEFAULT_DOMAIN')
param registryServer = readEnvironmentVariable('AZURE_CONTAINER_REGISTRY_ENDPOINT')
param identityId = readEnvironmentVariable('KEYCLOAK_IDENTITY_ID')
param vaultEndpoint = readEnvironmentVariable('AZURE_KEY_VAULT_ENDPOINT')
param postgresHost = readEnvironmentVariable('POSTGRES_HOST')

// What azd has just pushed.
param image = readEnvironmentVariable('SERVICE_KEYCLOAK_IMAGE_NAME')

// The operator's to set with `azd env set`. A pipeline passes what is not set as an empty text, so that is as absent.
param publicUrl = readEnvironmentVariable('KEYCLOAK_PUBLIC_URL', '')
param certificateId = readEnvironmentVariable('KEYCLOAK_CERTIFICATE_ID', '')
param mcpPublicUrl = readEnvironmentVariable('MCP_PUBLIC_URL', '')
// Docker Hub counts pulls without a login; a copy in another registry that may be pulled from anonymously, or in this environment's own, does not.
var proxy = readEnvironmentVariable('KEYCLOAK_PROXY_IMAGE', '')
param proxyImage = empty(proxy) ? 'docker.io/library/caddy:2.10.2' : proxy
