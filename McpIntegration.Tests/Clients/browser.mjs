/** Fills whatever form comes until the issuer sends the browser back to the client. Demo passwords are the names. */
export async function submitForms(authorization, redirectUrl, person) {
    // By hand: Keycloak's cookies are Secure on http://localhost too.
    const cookies = new Map();
    const forms = [];
    let address = String(authorization);
    let body;
    for (let page = 0; page < 10; page++) {
        const response = await fetch(address, {
            method: body ? "POST" : "GET",
            body,
            redirect: "manual",
            headers: { cookie: [...cookies].map(pair => pair.join("=")).join("; ") },
        });
        for (const cookie of response.headers.getSetCookie()) {
            const [name, value] = cookie.split(";", 1)[0].split(/=(.*)/s);
            cookies.set(name, value);
        }

        const location = response.headers.get("location");
        if (location?.startsWith(redirectUrl)) {
            return { callback: new URL(location).searchParams, forms };
        }

        if (location) {
            [address, body] = [new URL(location, address).href, undefined];
            continue;
        }

        const html = await response.text();
        const form = html.includes('name="accept"') ? "consent" : "login";
        forms.push(form);
        const [, action] = /<form[^>]*action="([^"]*)"/.exec(html) ?? fail(response.status, html);
        // Relative on Keycloak's consent page.
        address = new URL(action.replaceAll("&amp;", "&"), address).href;
        body = new URLSearchParams(form === "login"
            ? { username: person, password: person, credentialId: "" }
            : { accept: "Yes", code: /name="code" value="([^"]*)"/.exec(html)[1] });
    }

    throw new Error(`The issuer goes on asking: ${forms}`);
}

function fail(status, html) {
    throw new Error(`No form but ${status}: ${html}`);
}
