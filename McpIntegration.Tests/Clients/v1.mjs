import { UnauthorizedError } from "@modelcontextprotocol/sdk/client/auth.js";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { travel } from "./journey.mjs";

await travel({
    name: "TypeScript client v1",
    createClient: info => new Client(info),
    createTransport: (address, options) => new StreamableHTTPClientTransport(address, options),
    finishLogin: (transport, callback) => transport.finishAuth(callback.get("code")),
    protocolVersion: (client, transport) => transport.protocolVersion,
    UnauthorizedError,
});
