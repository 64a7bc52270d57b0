// What infra/main.bicep is compared with in the tests. Not beside it: azd would take it for the parameters of a deployment.
using '../main.bicep'

param environmentName = 'test'
param location = 'westeurope'
param internalApiUrl = 'https://api.example.com'
param internalApiKey = 'the internal API\'s key'
param cachingKey = 'a key that replicas share, of 32 letters'
param machineSecret = 'a secret of the machine client, 32 letters'
param postgresPassword = 'a password of PostgreSQL'
param redisSku = 'Balanced_B0'
