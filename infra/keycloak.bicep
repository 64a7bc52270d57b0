// Keycloak, and in front of it a proxy that lets through only what clients and people who log in need. azd deploys this with the image that
// it has just built; with AUTH_ISSUER set it deploys neither.
import { customDomains, ingressNetworks, publicAddress } from 'modules/addresses.bicep'

param location string = resourceGroup().location
param environmentId string
param defaultDomain string
param registryServer string
param identityId string
param vaultEndpoint string
param image string
param proxyImage string
param postgresHost string
@description('Address of Keycloak at a custom domain, as in https://login.example.com; else empty.')
param publicUrl string
@description('Id of that domain\'s certificate in the environment; else empty.')
param certificateId string
@description('Address of the MCP server at a custom domain; else empty.')
param mcpPublicUrl string

var address = publicAddress(publicUrl, 'keycloak', defaultDomain)
var configurationFolder = '/etc/caddy' // where the official image looks

resource app 'Microsoft.App/containerApps@2025-01-01' = {
  name: 'keycloak'
  location: location
  tags: { 'azd-service-name': 'keycloak' }
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    environmentId: environmentId
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      ingress: {
        external: true
        targetPort: 8081 // the proxy's: Keycloak's own 8080 and 9000 have no way in from outside
        transport: 'auto'
        allowInsecure: false
        customDomains: customDomains(publicUrl, certificateId)
      }
      registries: [{ server: registryServer, identity: identityId }]
      secrets: concat(
        map(['postgres-password', 'machine-secret'], name => {
          name: name
          keyVaultUrl: '${vaultEndpoint}secrets/${name}'
          identity: identityId
        }),
        // Not secret: a secret is how the platform puts a file into an image as it is. The official image needs neither a build of our own
        // nor a shell this way, and the files stay those that compose.yaml mounts.
        [
          { name: 'caddyfile', value: loadTextContent('keycloak-proxy.caddy') }
          { name: 'public-paths', value: loadTextContent('../keycloak/public-paths.caddy') }
        ]
      )
    }
    template: {
      terminationGracePeriodSeconds: 30
      containers: [
        {
          name: 'keycloak'
          image: image
          args: ['start', '--optimized', '--import-realm']
          resources: { cpu: json('1'), memory: '2Gi' }
          env: [
            { name: 'KC_HEALTH_ENABLED', value: 'true' }
            { name: 'KC_HTTP_ENABLED', value: 'true' }
            { name: 'KC_PROXY_HEADERS', value: 'xforwarded' }
            { name: 'KC_HOSTNAME', value: address }
            { name: 'KC_DB_URL_HOST', value: postgresHost }
            { name: 'KC_DB_URL_DATABASE', value: 'keycloak' }
            { name: 'KC_DB_URL_PROPERTIES', value: '?sslmode=require' }
            { name: 'KC_DB_USERNAME', value: 'keycloak' }
            { name: 'KC_DB_PASSWORD', secretRef: 'postgres-password' }
            { name: 'MCP_RESOURCE', value: '${publicAddress(mcpPublicUrl, 'mcp-server', defaultDomain)}/mcp' }
            { name: 'MCP_MACHINE_SECRET', secretRef: 'machine-secret' }
          ]
          probes: [
            {
              // The first start writes the database and imports the realm: up to two minutes of the five that this allows.
              type: 'Startup'
              httpGet: { path: '/health/started', port: 9000 }
              periodSeconds: 30
              timeoutSeconds: 5
              failureThreshold: 10
            }
            {
              type: 'Liveness'
              httpGet: { path: '/health/live', port: 9000 }
              periodSeconds: 30
              timeoutSeconds: 5
              failureThreshold: 3
            }
            {
              type: 'Readiness'
              httpGet: { path: '/health/ready', port: 9000 }
              periodSeconds: 10
              timeoutSeconds: 5
              failureThreshold: 3
            }
          ]
        }
        {
          name: 'proxy'
          image: proxyImage
          resources: { cpu: json('0.25'), memory: '0.5Gi' }
          env: [{ name: 'KEYCLOAK_TRUSTED_PROXIES', value: join(ingressNetworks, ' ') }]
          volumeMounts: [{ volumeName: 'proxy', mountPath: configurationFolder }]
          probes: [
            { type: 'Startup', tcpSocket: { port: 8081 }, periodSeconds: 3, timeoutSeconds: 2, failureThreshold: 10 }
            { type: 'Liveness', tcpSocket: { port: 8081 }, periodSeconds: 30, timeoutSeconds: 5, failureThreshold: 3 }
            { type: 'Readiness', tcpSocket: { port: 8081 }, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 }
          ]
        }
      ]
      volumes: [
        {
          name: 'proxy'
          storageType: 'Secret'
          secrets: [
            { secretRef: 'caddyfile', path: 'Caddyfile' }
            { secretRef: 'public-paths', path: 'public-paths.caddy' }
          ]
        }
      ]
      // Exactly one: with KC_CACHE=local (set in the image) replicas know nothing of each other's logins under way, and a cache that they share
      // needs connections between replicas, which the platform does not give.
      scale: { minReplicas: 1, maxReplicas: 1 }
    }
  }
}

output KEYCLOAK_ISSUER string = '${address}/realms/mcp'
output KEYCLOAK_FQDN string = app.properties.configuration.ingress.fqdn
