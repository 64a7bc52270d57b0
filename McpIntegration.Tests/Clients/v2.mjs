import { Client, StreamableHTTPClientTransport, UnauthorizedError } from "@modelcontextprotocol/client";
import { travel } from "./journey.mjs";

await travel({
    name: "TypeScript client v2",
    // Without this it speaks only the revisions that begin with initialize.
    createClient: info => new Client(info, { versionNegotiation: { mode: "auto" } }),
    createTransport: (address, options) => new StreamableHTTPClientTransport(address, options),
    // Carol's host wants to know what is missing, instead of sending her to log in again by itself, as bob's does.
    options: person => (person === "carol" ? { onInsufficientScope: "throw" } : {}),
    // The whole callback, since this generation refuses one whose iss is missing or another's.
    finishLogin: (transport, callback) => transport.finishAuth(callback),
    protocolVersion: client => client.getNegotiatedProtocolVersion(),
    UnauthorizedError,
});
