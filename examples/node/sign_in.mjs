// The application's own token, by msal-node.
import { ConfidentialClientApplication } from "@azure/msal-node";

export async function signIn({ authority, clientId, clientSecret }) {
  // Only Microsoft's own clouds can vouch for an authority; another is known because we say so.
  const knownAuthorities = [new URL(authority).host];
  const app = new ConfidentialClientApplication({ auth: { clientId, clientSecret, authority, knownAuthorities } });
  const answer = await app.acquireTokenByClientCredential({ scopes: ["https://outlook.office365.com/.default"] });
  return answer.accessToken;
}
