// An issuer and a Redis that exist, and zones.
using '../main.bicep'

param environmentName = 'test'
param location = 'westeurope'
param internalApiUrl = 'https://api.example.com'
param internalApiKey = 'the internal API\'s key'
param cachingKey = 'a key that replicas share, of 32 letters'
param machineSecret = 'a secret of the machine client, 32 letters'
param postgresPassword = 'a password of PostgreSQL'
param existingIssuer = 'https://login.example.com/realms/mcp'
param existingRedis = 'redis.example.com:6380,ssl=true,password=secret'
param redisSku = 'Balanced_B0'
param zoneRedundant = true
