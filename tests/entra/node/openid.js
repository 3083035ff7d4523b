// Signs somebody in by openid-client, which insists that the issuer is the address asked; prints the claims as JSON, or
// the error's code. The argument is JSON: issuer, clientId, redirectUri, scope.
const { pathToFileURL } = require("node:url");

const given = JSON.parse(process.argv[2]);

async function main() {
  // An ECMAScript module, which import() by itself does not look for in NODE_PATH.
  const client = await import(pathToFileURL(require.resolve("openid-client")));
  const config = await client.discovery(new URL(given.issuer), given.clientId, undefined, client.None());
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const expectedState = client.randomState();
  const expectedNonce = client.randomNonce();
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: given.redirectUri,
    scope: given.scope,
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: "S256",
    state: expectedState,
    nonce: expectedNonce,
  });
  const answer = await fetch(url, { redirect: "manual" });
  const back = new URL(answer.headers.get("location"));
  const checks = { pkceCodeVerifier, expectedState, expectedNonce, idTokenExpected: true };
  const tokens = await client.authorizationCodeGrant(config, back, checks);
  return { claims: tokens.claims(), scope: tokens.scope };
}

main().then(
  (result) => console.log(JSON.stringify(result)),
  (error) => console.log(JSON.stringify({ error: error.code ?? String(error) })),
);
