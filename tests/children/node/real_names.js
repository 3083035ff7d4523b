// A program with fixed names: signs in by msal-node, reads by imapflow, sends by nodemailer, asks by fetch and axios.
const { execFileSync } = require('child_process');
const dns = require('dns');
const { Worker } = require('worker_threads');

const axios = require('axios');
const { ImapFlow } = require('imapflow');
const msal = require('@azure/msal-node');
const nodemailer = require('nodemailer');

const { M365_TENANT_ID, M365_CLIENT_ID, M365_USERNAME: user, M365_PASSWORD: password } = process.env;
const CONFIGURATION = 'https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration';

async function main() {
  const authority = `https://login.microsoftonline.com/${M365_TENANT_ID}`;
  const app = new msal.PublicClientApplication({ auth: { clientId: M365_CLIENT_ID, authority } });
  const scopes = ['https://outlook.office.com/IMAP.AccessAsUser.All', 'https://outlook.office.com/SMTP.Send'];
  const { accessToken } = await app.acquireTokenByUsernamePassword({ scopes, username: user, password });

  const smtp = nodemailer.createTransport({
    host: 'smtp.office365.com', port: 587, requireTLS: true, auth: { type: 'OAuth2', user, accessToken },
  });
  await smtp.sendMail({ from: user, to: user, subject: 'From node', text: 'Hello.' });

  const imap = new ImapFlow({
    host: 'outlook.office365.com', port: 993, secure: true, logger: false, auth: { user, accessToken },
  });
  await imap.connect();
  await imap.mailboxOpen('INBOX');
  const { envelope: { subject } } = await imap.fetchOne('1', { envelope: true });
  await imap.logout();

  const fetched = (await fetch(CONFIGURATION)).status;
  const axiosed = (await axios.get(CONFIGURATION)).status;
  const closed = await fetch('https://www.office.com/').catch((error) => error.cause.message);
  const address = (await dns.promises.lookup('outlook.office365.com')).address;
  const worked = await new Promise((resolve) => {
    const code = `fetch('${CONFIGURATION}').then((answer) => require('worker_threads').parentPort.postMessage(answer.status))`;
    new Worker(code, { eval: true }).once('message', resolve);
  });
  const child = execFileSync(process.execPath, ['-e', `fetch('${CONFIGURATION}').then(({ status }) => console.log(status))`]);

  console.log(JSON.stringify({ subject, statuses: [fetched, axiosed, worked, Number(child)], closed, address }));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
