param location string
param tags object
param name string

@secure()
param internalApiKey string
@secure()
param cachingKey string
@description('Empty where redis.bicep writes the secret.')
@secure()
param existingRedis string
@description('Whether Keycloak is deployed, and with it its secrets.')
param keycloak bool
@secure()
param machineSecret string
@secure()
param postgresPassword string

// A deleted vault keeps its name for a week, and no other can take it meanwhile: `azd down --purge` frees it. Purge protection would forbid
// that for good, so it is left off.
resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: subscription().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 7
  }

  resource api 'secrets' = { name: 'internal-api-key', properties: { value: internalApiKey } }
  resource caching 'secrets' = { name: 'caching-key', properties: { value: cachingKey } }
  resource redis 'secrets' = if (!empty(existingRedis)) {
    name: 'redis-connection-string'
    properties: { value: existingRedis }
  }
  resource machine 'secrets' = if (keycloak) { name: 'machine-secret', properties: { value: machineSecret } }
  resource postgres 'secrets' = if (keycloak) { name: 'postgres-password', properties: { value: postgresPassword } }
}

output endpoint string = vault.properties.vaultUri
