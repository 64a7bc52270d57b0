param location string
param tags object
param token string
param networkName string
@secure()
param password string

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' existing = {
  name: networkName
  resource postgres 'subnets' existing = { name: 'postgres' }
}

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: 'pg-${token}.private.postgres.database.azure.com'
  location: 'global'
  tags: tags

  resource link 'virtualNetworkLinks' = {
    name: 'apps'
    location: 'global'
    tags: tags
    properties: { registrationEnabled: false, virtualNetwork: { id: network.id } }
  }
}

// In the network, without a public address; connections without TLS are refused by default.
resource postgres 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: 'pg-${token}'
  location: location
  tags: tags
  sku: { name: 'Standard_B1ms', tier: 'Burstable' }
  properties: {
    version: '16'
    administratorLogin: 'keycloak'
    administratorLoginPassword: password
    authConfig: { activeDirectoryAuth: 'Disabled', passwordAuth: 'Enabled' }
    storage: { storageSizeGB: 32 }
    backup: { backupRetentionDays: 7, geoRedundantBackup: 'Disabled' }
    highAvailability: { mode: 'Disabled' }
    network: { delegatedSubnetResourceId: network::postgres.id, privateDnsZoneArmResourceId: zone.id }
  }
  dependsOn: [zone::link]

  resource database 'databases' = {
    name: 'keycloak'
    properties: { charset: 'UTF8', collation: 'en_US.utf8' }
  }
}

output host string = postgres.properties.fullyQualifiedDomainName
