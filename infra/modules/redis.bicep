param location string
param tags object
param token string
param sku string
param highlyAvailable bool
param networkName string
param vaultName string

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' existing = {
  name: networkName
  resource endpoints 'subnets' existing = { name: 'endpoints' }
}

// Reached from the network only. Without high availability it is away now and then; the server goes on meanwhile, and says degraded.
resource redis 'Microsoft.Cache/redisEnterprise@2025-07-01' = {
  name: 'redis-${token}'
  location: location
  tags: tags
  sku: { name: sku }
  properties: {
    minimumTlsVersion: '1.2'
    highAvailability: highlyAvailable ? 'Enabled' : 'Disabled'
    publicNetworkAccess: 'Disabled'
  }

  resource database 'databases' = {
    name: 'default'
    properties: {
      port: 10000
      clientProtocol: 'Encrypted'
      clusteringPolicy: 'NoCluster'
      // Any other may drop what a caller has spent (docs/operations.md, Redis' own settings).
      evictionPolicy: 'NoEviction'
      accessKeysAuthentication: 'Enabled'
    }
  }
}

resource endpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: 'pe-redis-${token}'
  location: location
  tags: tags
  properties: {
    subnet: { id: network::endpoints.id }
    privateLinkServiceConnections: [
      { name: 'redis', properties: { privateLinkServiceId: redis.id, groupIds: ['redisEnterprise'] } }
    ]
  }

  resource addresses 'privateDnsZoneGroups' = {
    name: 'default'
    properties: { privateDnsZoneConfigs: [{ name: 'redis', properties: { privateDnsZoneId: zone.id } }] }
  }
}

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: 'privatelink.redis.azure.net'
  location: 'global'
  tags: tags

  resource link 'virtualNetworkLinks' = {
    name: 'apps'
    location: 'global'
    tags: tags
    properties: { registrationEnabled: false, virtualNetwork: { id: network.id } }
  }
}

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: vaultName

  resource secret 'secrets' = {
    name: 'redis-connection-string'
    properties: { value: '${redis.properties.hostName}:10000,ssl=true,password=${redis::database.listKeys().primaryKey}' }
  }
}
