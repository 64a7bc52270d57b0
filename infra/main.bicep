// Everything around the two apps. azd deploys the apps themselves afterwards, from mcp-server.bicepparam and keycloak.bicepparam, since
// their images are built in the registry that stands here.
targetScope = 'subscription'

@description('Name of the azd environment; names the resource group.')
@minLength(1)
@maxLength(64)
param environmentName string

@description('Region of everything.')
@minLength(1)
@metadata({ azd: { type: 'location' } })
param location string

@description('Base address of the internal API, as in https://api.example.com.')
@minLength(8)
param internalApiUrl string

@description('Key that the internal API expects in X-API-Key.')
@secure()
@minLength(1)
param internalApiKey string

// azd makes these three once and keeps them in its environment. Each comes from one variable of main.parameters.json, so that
// `azd pipeline config` hands them to the pipeline: a run that made its own would lock out Keycloak and the machine client.
@description('Authenticates what the replicas share through Redis.')
@secure()
@minLength(32)
@metadata({ azd: { type: 'generate', config: { length: 43, noSpecial: true, minLower: 1, minUpper: 1, minNumeric: 1 } } })
param cachingKey string

@description('Secret of the client mcp-machine. The realm takes it at its first import only.')
@secure()
@minLength(32)
@metadata({ azd: { type: 'generate', config: { length: 43, noSpecial: true, minLower: 1, minUpper: 1, minNumeric: 1 } } })
param machineSecret string

@description('Password of Keycloak in PostgreSQL.')
@secure()
@minLength(16)
@metadata({ azd: { type: 'generate', config: { length: 32, noSpecial: true, minLower: 1, minUpper: 1, minNumeric: 1 } } })
param postgresPassword string

@description('Identifier of an issuer that exists, as in https://login.example.com/realms/mcp. Then neither Keycloak nor its PostgreSQL is deployed.')
param existingIssuer string = ''

@description('Connection string of a Redis that exists, as StackExchange.Redis writes it. Then none is deployed.')
@secure()
param existingRedis string = ''

@description('Size of Azure Managed Redis.')
param redisSku string

@description('Spreads the apps and Redis over zones. An environment cannot be changed to it later.')
param zoneRedundant bool = false

var tags = { 'azd-env-name': environmentName }
// Names that are the same at every run, and nobody else's. The modules are given them, rather than read them from each other's outputs, so
// that a snapshot shows them.
var token = uniqueString(subscription().id, environmentName, location)
var networkName = 'vnet-${token}'
var registryName = 'cr${token}'
var vaultName = 'kv-${token}'
var workspaceName = 'log-${token}'
var deploysKeycloak = empty(existingIssuer)
var deploysRedis = empty(existingRedis)

resource group 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module network 'modules/network.bicep' = {
  scope: group
  params: { location: location, tags: tags, token: token, name: networkName }
}

module logs 'modules/logs.bicep' = {
  scope: group
  params: { location: location, tags: tags, name: workspaceName }
}

module environment 'modules/environment.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    networkName: networkName
    workspaceName: workspaceName
    zoneRedundant: zoneRedundant
  }
  dependsOn: [network, logs]
}

module registry 'modules/registry.bicep' = {
  scope: group
  params: { location: location, tags: tags, name: registryName }
}

module vault 'modules/vault.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    name: vaultName
    internalApiKey: internalApiKey
    cachingKey: cachingKey
    existingRedis: existingRedis
    keycloak: deploysKeycloak
    machineSecret: machineSecret
    postgresPassword: postgresPassword
  }
}

module redis 'modules/redis.bicep' = if (deploysRedis) {
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    sku: redisSku
    highlyAvailable: zoneRedundant
    networkName: networkName
    vaultName: vaultName
  }
  dependsOn: [network, vault]
}

module postgres 'modules/postgres.bicep' = if (deploysKeycloak) {
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    networkName: networkName
    password: postgresPassword
  }
  dependsOn: [network]
}

// One identity for each app, which reads that app's secrets and no others.
module mcpServerIdentity 'modules/identity.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    name: 'id-mcp-server-${token}'
    registryName: registryName
    vaultName: vaultName
    secretNames: ['internal-api-key', 'caching-key', 'redis-connection-string']
  }
  dependsOn: [registry, vault, redis] // redis writes the last of these secrets
}

module keycloakIdentity 'modules/identity.bicep' = if (deploysKeycloak) {
  scope: group
  params: {
    location: location
    tags: tags
    name: 'id-keycloak-${token}'
    registryName: registryName
    vaultName: vaultName
    secretNames: ['postgres-password', 'machine-secret']
  }
  dependsOn: [registry, vault]
}

// azd keeps outputs in its environment, where the apps' .bicepparam files read them. No output has the name of an optional parameter's
// variable: it would come back as that parameter at the next run.
output AZURE_RESOURCE_GROUP string = group.name
output AZURE_CONTAINER_REGISTRY_ENDPOINT string = registry.outputs.endpoint
output AZURE_CONTAINER_APPS_ENVIRONMENT_ID string = environment.outputs.id
output AZURE_CONTAINER_APPS_ENVIRONMENT_DEFAULT_DOMAIN string = environment.outputs.defaultDomain
output AZURE_KEY_VAULT_ENDPOINT string = vault.outputs.endpoint
output MCP_SERVER_IDENTITY_ID string = mcpServerIdentity.outputs.id
output KEYCLOAK_IDENTITY_ID string = keycloakIdentity.?outputs.?id ?? ''
output POSTGRES_HOST string = postgres.?outputs.?host ?? ''
// azd asks for it before anything is deployed; the server's .bicepparam needs it too.
output INTERNAL_API_URL string = internalApiUrl
// The address that the internal API sees, for its firewall, and what a custom domain's TXT record holds.
output OUTBOUND_ADDRESS string = network.outputs.outboundAddress
output CUSTOM_DOMAIN_VERIFICATION_ID string = environment.outputs.customDomainVerificationId
