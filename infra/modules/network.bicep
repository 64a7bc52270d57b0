param location string
param tags object
param token string
param name string

resource outbound 'Microsoft.Network/publicIPAddresses@2024-05-01' = {
  name: 'pip-${token}'
  location: location
  tags: tags
  sku: { name: 'Standard' }
  properties: { publicIPAllocationMethod: 'Static' }
}

// All that the apps ask of the outside comes from one address.
resource nat 'Microsoft.Network/natGateways@2024-05-01' = {
  name: 'nat-${token}'
  location: location
  tags: tags
  sku: { name: 'Standard' }
  properties: { publicIpAddresses: [{ id: outbound.id }] }
}

// The subnets stand inside, since a deployment would otherwise take away those that it does not list.
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: ['10.42.0.0/16'] }
    subnets: [
      {
        name: 'apps'
        properties: {
          // An environment's subnet can never be made larger. A replica takes a tenth of an address, and a new revision doubles them.
          addressPrefix: '10.42.0.0/23'
          delegations: [{ name: 'apps', properties: { serviceName: 'Microsoft.App/environments' } }]
          natGateway: { id: nat.id }
        }
      }
      {
        name: 'postgres'
        properties: {
          addressPrefix: '10.42.4.0/28'
          delegations: [{ name: 'postgres', properties: { serviceName: 'Microsoft.DBforPostgreSQL/flexibleServers' } }]
        }
      }
      {
        name: 'endpoints'
        properties: { addressPrefix: '10.42.4.16/28' }
      }
    ]
  }
}

output outboundAddress string = outbound.properties.ipAddress
