// Gets one token by @azure/msal-node, the way that the first argument names, and prints what came of it as JSON.
// The second argument is JSON: authority, host, clientId, clientSecret, scopes, and what the way needs besides.
const { readFileSync } = require("node:fs");
const { ConfidentialClientApplication, CryptoProvider, PublicClientApplication } = require("@azure/msal-node");

const [way, text] = process.argv.slice(2);
const given = JSON.parse(text);

function client(kind, credential) {
  return new kind({
    auth: {
      clientId: given.clientId,
      authority: given.authority,
      knownAuthorities: [given.host],
      clientCapabilities: given.capabilities,
      ...credential,
    },
  });
}

const publicly = () => client(PublicClientApplication, {});
const bySecret = () => client(ConfidentialClientApplication, { clientSecret: given.clientSecret });

// What a browser does with the answer: follow the redirect, or send on the form of response_mode=form_post.
async function browse(url) {
  const page = await (await fetch(url)).text();
  const plain = (text) => text.replace(/&#x27;/g, "'").replace(/&quot;/g, '"').replace(/&amp;/g, "&");
  const action = page.match(/<form [^>]*action="([^"]*)"/);
  if (action) {
    const fields = [...page.matchAll(/<input type="hidden" name="(.*?)" value="(.*?)">/g)];
    const body = new URLSearchParams(fields.map(([, name, value]) => [plain(name), plain(value)]));
    await fetch(plain(action[1]), { method: "POST", body });
  }
}

const ways = {
  async clientCredentials() {
    const app = bySecret();
    const first = await app.acquireTokenByClientCredential({ scopes: given.scopes });
    const second = await app.acquireTokenByClientCredential({ scopes: given.scopes });
    return { ...first, cached: second.fromCache };
  },
  async certificate() {
    const privateKey = readFileSync(given.keyFile, "utf8");
    const app = client(ConfidentialClientApplication, {
      clientCertificate: { thumbprintSha256: given.thumbprint, privateKey },
    });
    return app.acquireTokenByClientCredential({ scopes: given.scopes });
  },
  async deviceCode() {
    return publicly().acquireTokenByDeviceCode({
      scopes: given.scopes,
      // The test reads this line and approves the code.
      deviceCodeCallback: (answer) => process.stdout.write(JSON.stringify(answer) + "\n"),
    });
  },
  async interactive() {
    const app = publicly();
    const result = await app.acquireTokenInteractive({
      scopes: given.scopes,
      openBrowser: browse,
    });
    const [account] = await app.getTokenCache().getAllAccounts();
    const silent = await app.acquireTokenSilent({ account, scopes: given.scopes, forceRefresh: true });
    return { ...result, renewed: silent.accessToken !== result.accessToken && !silent.fromCache };
  },
  async authCode() {
    const { verifier, challenge } = await new CryptoProvider().generatePkceCodes();
    const request = { scopes: given.scopes, redirectUri: "http://localhost:4711" };
    const app = publicly();
    const url = await app.getAuthCodeUrl({ ...request, codeChallenge: challenge, codeChallengeMethod: "S256" });
    const answer = await fetch(url, { redirect: "manual" });
    const code = new URL(answer.headers.get("location")).searchParams.get("code");
    return app.acquireTokenByCode({ ...request, code, codeVerifier: verifier });
  },
  async onBehalfOf() {
    return bySecret().acquireTokenOnBehalfOf({ scopes: given.scopes, oboAssertion: given.assertion });
  },
};

ways[way]().then(
  (result) => process.stdout.write(JSON.stringify({ result }) + "\n"),
  (error) => {
    const { name, errorCode, errorMessage, subError, errorNo, claims, correlationId } = error;
    process.stdout.write(
      JSON.stringify({ error: { name, errorCode, errorMessage, subError, errorNo, claims, correlationId } }) + "\n",
    );
  },
);
