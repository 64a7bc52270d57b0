#!/bin/bash
# Starts Keycloak with all that the realm's placeholders need, or not at all. Keycloak leaves a placeholder without a value as literal
# text: the machine client's secret would be known to everybody who reads the realm file, or the tokens would be for another server.
set -euo pipefail

refuse() {
    echo "Keycloak is not started: $1" >&2
    exit 1
}

needs() { # variable, what it is
    local value="${!1:-}"
    case "$value" in
        '') refuse "$1 is not set. Set it to $2." ;;
        *"\${"*) refuse "$1 holds a placeholder that nothing has replaced. Set it to $2." ;;
    esac
}

secret_is='the secret of the client mcp-machine, made for this deployment, as by: openssl rand -base64 32'
needs MCP_MACHINE_SECRET "$secret_is"
needs MCP_RESOURCE 'the public address of the MCP endpoint, as in https://mcp.example.com/mcp'

# Matched without being written: nothing that is published holds the secret that all development machines share.
case "$MCP_MACHINE_SECRET" in
    development?only?secret) refuse "MCP_MACHINE_SECRET is the one that development uses everywhere. Set it to $secret_is." ;;
esac

# In place of this shell, so that signals reach Keycloak and its exit code is the container's.
exec "$(dirname "${BASH_SOURCE[0]}")/kc.sh" "$@"
