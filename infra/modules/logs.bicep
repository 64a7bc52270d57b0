param location string
param tags object
param name string

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: 30 // the least that a workspace may have; the apps' own tables below keep a week
  }
}

resource week 'Microsoft.OperationalInsights/workspaces/tables@2023-09-01' = [
  for table in ['ContainerAppConsoleLogs', 'ContainerAppSystemLogs']: {
    parent: workspace
    name: table
    properties: { plan: 'Analytics', retentionInDays: 7, totalRetentionInDays: 7 }
  }
]
