// From an address to the answers of its tools, with nothing else known:
// node v1.mjs <address> <person> <calls as JSON> [<expired access token>]
// Prints one JSON line per step; what went over the wire stands in "exchanges", as "POST /mcp 401". With an expired token it goes on:
// after the step "pause", when a line comes in, the server is another process; and then the token is no longer accepted.
import { once } from "node:events";
import { submitForms } from "./browser.mjs";

// Nothing listens there: the script reads the redirect itself.
const redirectUrl = "http://127.0.0.1:33418/callback";
const [address, person, calls, expiredToken] = process.argv.slice(2);
let exchanges = [];

/** @param generation what differs between the generations of the client */
export async function travel(generation) {
    const storage = new Storage(generation.name);
    await expectLogin(generation, storage);
    const { callback, forms } = await submitForms(storage.authorization, redirectUrl, person);
    if (callback.get("state") !== storage.state()) {
        throw new Error(`This answers another login: ${callback}`);
    }

    report("login", { forms, iss: callback.get("iss") });
    await generation.finishLogin(connect(generation, storage).transport, callback);
    const { client, transport } = connect(generation, storage);
    await client.connect(transport);
    const protocol = generation.protocolVersion(client, transport);
    report("connected", { exchanges: takeExchanges(), server: client.getServerVersion().name, protocol });

    const { tools } = await client.listTools();
    report("tools", { exchanges: takeExchanges(), names: tools.map(tool => tool.name) });

    for (const [name, args] of JSON.parse(calls)) {
        await call(client, name, args);
    }

    if (expiredToken) {
        await goOn(client, storage);
    }

    await client.close();
}

async function goOn(client, storage) {
    const [[name, args]] = JSON.parse(calls);
    report("pause", {});
    await once(process.stdin, "data");
    process.stdin.pause();
    await call(client, name, args);

    const refreshToken = storage.credentials.refresh_token;
    storage.credentials.access_token = expiredToken;
    await call(client, name, args);
    report("refresh", { rotated: storage.credentials.refresh_token !== refreshToken });
}

async function expectLogin(generation, storage) {
    const { client, transport } = connect(generation, storage);
    try {
        await client.connect(transport);
    } catch (error) {
        if (error instanceof generation.UnauthorizedError) {
            return;
        }

        throw error;
    }

    throw new Error("The server let a stranger in.");
}

function connect(generation, storage) {
    return {
        client: generation.createClient({ name: generation.name, version: "1.0.0" }),
        transport: generation.createTransport(new URL(address), {
            authProvider: storage, fetch: recordingFetch, ...generation.options?.(person),
        }),
    };
}

async function call(client, tool, args) {
    try {
        const { structuredContent } = await client.callTool({ name: tool, arguments: args });
        report("call", { tool, exchanges: takeExchanges(), result: structuredContent });
    } catch (error) {
        report("call", { tool, exchanges: takeExchanges(), error: `${error.constructor.name}: ${error.message}`, described: error.errorDescription });
    }
}

async function recordingFetch(input, init) {
    const response = await fetch(input, init);
    const path = new URL(input).pathname;
    const method = init?.method ?? "GET";
    // The client asks for a stream of notifications at no set time; there is none, so 405.
    if (method === "POST" || path !== new URL(address).pathname) {
        exchanges.push(`${method} ${path} ${response.status}`);
    }

    return response;
}

function takeExchanges() {
    const taken = exchanges;
    exchanges = [];
    return taken;
}

function report(step, facts) {
    console.log(JSON.stringify({ step, ...facts }));
}

/** What a host keeps for the client, in memory. */
class Storage {
    redirectUrl = redirectUrl;

    constructor(name) {
        this.clientMetadata = {
            client_name: name,
            redirect_uris: [redirectUrl],
            grant_types: ["authorization_code", "refresh_token"],
            response_types: ["code"],
            token_endpoint_auth_method: "none",
        };
    }

    state() { return "state-of-this-login"; }

    clientInformation() { return this.client; }
    saveClientInformation(client) { this.client = client; }

    tokens() { return this.credentials; }
    saveTokens(credentials) { this.credentials = credentials; }

    discoveryState() { return this.discovery; }
    saveDiscoveryState(discovery) { this.discovery = discovery; }

    codeVerifier() { return this.verifier; }
    saveCodeVerifier(verifier) { this.verifier = verifier; }

    redirectToAuthorization(authorization) {
        this.authorization = authorization;
        const asked = authorization.searchParams;
        report("authorization", { scopes: asked.get("scope").split(" ").sort(), resource: asked.get("resource") });
    }
}
