// Clients that stay in one process: each line of input is a task, `{way, ...what it needs}`, and is answered by a line
// of JSON: what the client gave back, or what its error says. `idle` prints a line once it idles, and one at its end.
const { createInterface } = require("node:readline");
const { ConfidentialClientApplication, PublicClientApplication } = require("@azure/msal-node");
const { ImapFlow } = require("imapflow");
const nodemailer = require("nodemailer");

// Milliseconds for a task: some clients wait for an answer for ever.
const LIMIT = 90_000;

const print = (line) => process.stdout.write(JSON.stringify(line) + "\n");

// imapflow: what an open mailbox is used for, and the connection's end.
async function withInbox({ host, port, user, accessToken }, use) {
  const client = new ImapFlow({ host, port, secure: true, logger: false, auth: { user, accessToken } });
  const closed = new Promise((resolve) => client.once("close", resolve));
  // Without a listener an error of the connection would end the process.
  client.on("error", () => {});
  try {
    await client.connect();
    await client.mailboxOpen("INBOX");
    return await use(client, closed);
  } finally {
    client.close();
  }
}

async function subjects(client) {
  const messages = await client.fetchAll("1:*", { envelope: true, source: true });
  return messages.map(({ envelope }) => envelope.subject);
}

function application(kind, { authority, clientId, clientSecret }) {
  const knownAuthorities = [new URL(authority).host];
  return new kind({ auth: { clientId, authority, knownAuthorities, clientSecret } });
}

// Who has signed in with msal, so that what comes next is a refresh.
let signedIn;

const ways = {
  read: (given) => withInbox(given, async (client) => ({ subjects: await subjects(client) })),
  append: (given) => withInbox(given, (client) => client.append("INBOX", "Subject: From node\r\n\r\nHello.\r\n")),
  idle: (given) =>
    withInbox(given, async (client, closed) => {
      const idling = client.idle();
      print({ idling: true });
      await closed;
      await idling.catch(() => {});
      return { usable: client.usable };
    }),
  async send({ host, port, user, accessToken }) {
    const auth = { type: "OAuth2", user, accessToken };
    const transport = nodemailer.createTransport({ host, port, requireTLS: true, auth });
    const { response } = await transport.sendMail({ from: user, to: user, subject: "From node", text: "Hello." });
    return { response };
  },
  async token(given) {
    const app = application(ConfidentialClientApplication, given);
    const { tokenType } = await app.acquireTokenByClientCredential({ scopes: given.scopes });
    return { tokenType };
  },
  async signIn(given) {
    const app = application(PublicClientApplication, given);
    const { scopes, user: username, password } = given;
    const { account } = await app.acquireTokenByUsernamePassword({ scopes, username, password });
    signedIn = { app, account };
    return { username: account.username };
  },
  async refresh({ scopes }) {
    const { app, account } = signedIn;
    const { tokenType } = await app.acquireTokenSilent({ account, scopes, forceRefresh: true });
    return { tokenType };
  },
  async fetch({ url, ...options }) {
    const answer = await fetch(url, options);
    return { status: answer.status, headers: Object.fromEntries(answer.headers), text: await answer.text() };
  },
};

// What the three clients, and fetch, say of what went wrong.
function said(error) {
  const { name, message, code, errorCode, errorNo, responseCode, responseText, response, cause } = error;
  const text = responseText ?? (typeof response === "string" ? response : undefined);
  return { error: { name, message, code: code ?? errorCode, number: errorNo ?? responseCode, text, cause: cause?.code } };
}

function limited(task) {
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error(`no answer in ${LIMIT} ms`)), LIMIT).unref());
  return Promise.race([task, late]);
}

createInterface({ input: process.stdin }).on("line", (line) => {
  const { way, ...given } = JSON.parse(line);
  limited(ways[way](given)).then(print, (error) => print(said(error)));
});
