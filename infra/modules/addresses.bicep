// What both apps must agree on.

@export()
@description('Where clients reach an app: at a custom domain, or at the name that the platform gives it.')
func publicAddress(custom string, app string, defaultDomain string) string =>
  empty(custom)
    ? 'https://${app}.${defaultDomain}'
    : startsWith(custom, 'https://') && !contains(substring(custom, 8), '/')
        ? custom
        : fail('${custom} is not a public address: it is written https://host, without a path and without a slash at its end.')

@export()
@description('What binds a custom domain to an app. Without a certificate the name is registered only, which a managed certificate needs first.')
func customDomains(custom string, certificateId string) array =>
  empty(custom)
    ? []
    : [
        empty(certificateId)
          ? { name: substring(custom, 8), bindingType: 'Disabled' }
          : { name: substring(custom, 8), bindingType: 'SniEnabled', certificateId: certificateId }
      ]

// From where the platform's ingress reaches a container: the addresses that an environment with workload profiles reserves for itself, outside
// every virtual network (https://learn.microsoft.com/azure/container-apps/custom-virtual-networks, subnet address range restrictions). Others
// have seen 100.100.0.x there, and never an address of the subnet; we have not. Nobody's packets come from there but the platform's, and the
// ingress writes X-Forwarded-For anew.
@export()
var ingressNetworks = ['100.100.0.0/17', '100.100.128.0/19', '100.100.160.0/19', '100.100.192.0/19']
