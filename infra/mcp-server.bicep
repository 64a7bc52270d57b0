// The MCP server. azd deploys this with the image that it has just built.
import { customDomains, ingressNetworks, publicAddress } from 'modules/addresses.bicep'

param location string = resourceGroup().location
param environmentId string
param defaultDomain string
param registryServer string
param identityId string
param vaultEndpoint string
param image string
param internalApiUrl string
@description('Identifier of an issuer that exists; empty where Keycloak is deployed.')
param existingIssuer string
@description('Address of this server at a custom domain, as in https://mcp.example.com; else empty.')
param publicUrl string
@description('Id of that domain\'s certificate in the environment; else empty.')
param certificateId string
@description('Address of Keycloak at a custom domain; else empty.')
param keycloakPublicUrl string
@minValue(1)
param minReplicas int
@minValue(1)
param maxReplicas int

var mcpEndpoint = '${publicAddress(publicUrl, 'mcp-server', defaultDomain)}/mcp'
var issuer = empty(existingIssuer)
  ? '${publicAddress(keycloakPublicUrl, 'keycloak', defaultDomain)}/realms/mcp'
  : existingIssuer

resource app 'Microsoft.App/containerApps@2025-01-01' = {
  name: 'mcp-server'
  location: location
  tags: { 'azd-service-name': 'mcp-server' }
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    environmentId: environmentId
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      ingress: {
        external: true
        targetPort: 8080
        transport: 'auto'
        allowInsecure: false
        customDomains: customDomains(publicUrl, certificateId)
      }
      registries: [{ server: registryServer, identity: identityId }]
      secrets: [
        for name in ['internal-api-key', 'caching-key', 'redis-connection-string']: {
          name: name
          keyVaultUrl: '${vaultEndpoint}secrets/${name}'
          identity: identityId
        }
      ]
    }
    template: {
      // The server ends 25 s after SIGTERM at the latest.
      terminationGracePeriodSeconds: 30
      containers: [
        {
          name: 'mcp-server'
          image: image
          resources: { cpu: json('0.25'), memory: '0.5Gi' }
          env: concat(
            [
              { name: 'Authentication__Issuer', value: issuer }
              { name: 'Authentication__Resource', value: mcpEndpoint }
              { name: 'ConnectionStrings__cache', secretRef: 'redis-connection-string' }
              { name: 'Caching__Key', secretRef: 'caching-key' }
              { name: 'InternalApi__BaseAddress', value: internalApiUrl }
              { name: 'InternalApi__ApiKey', secretRef: 'internal-api-key' }
            ],
            map(ingressNetworks, (network, i) => { name: 'Edge__TrustedNetworks__${i}', value: network })
          )
          probes: [
            {
              type: 'Startup'
              httpGet: { path: '/alive', port: 8080 }
              periodSeconds: 5
              timeoutSeconds: 3
              failureThreshold: 10
            }
            {
              type: 'Liveness'
              httpGet: { path: '/alive', port: 8080 }
              periodSeconds: 30
              timeoutSeconds: 5
              failureThreshold: 3
            }
            {
              // A replica that stops says so for 5 s before it takes no more (docs/operations.md): two looks.
              type: 'Readiness'
              httpGet: { path: '/health', port: 8080 }
              periodSeconds: 2
              timeoutSeconds: 2
              failureThreshold: 2
            }
          ]
        }
      ]
      scale: {
        minReplicas: minReplicas
        maxReplicas: maxReplicas
        rules: [
          { name: 'cpu', custom: { type: 'cpu', metadata: { type: 'Utilization', value: '70' } } }
          // Below Edge:MaxConcurrentRequests, so that a replica comes before requests wait.
          { name: 'http', http: { metadata: { concurrentRequests: '50' } } }
        ]
      }
    }
  }
}

output MCP_ENDPOINT string = mcpEndpoint
output MCP_SERVER_FQDN string = app.properties.configuration.ingress.fqdn
