import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { control, endpoints } from "./fake.mjs";
import { fileInvoices } from "./file_invoices.mjs";
import { answerInvoices } from "./invoices.mjs";
import { settingsFrom } from "./settings.mjs";
import { signIn } from "./sign_in.mjs";

let settings;

beforeEach(async () => {
  await control("POST", "/reset");
  const fake = endpoints();
  const daemon = fake.apps.find(({ kind }) => kind === "confidential");
  settings = settingsFrom({
    AUTHORITY: fake.authority,
    CLIENT_ID: daemon.client_id,
    CLIENT_SECRET: daemon.client_secret,
    MAILBOX: fake.users[0].upn,
    IMAP: `${fake.imap.host}:${fake.imap.port}`,
    SMTP: `${fake.smtp.host}:${fake.smtp.port}`,
    EWS: fake.ews_url,
  });
});

function deliver(subject) {
  const sender = "Fabrikam <billing@fabrikam.example>";
  return control("POST", "/mailboxes/alice/messages", { subject, sender, body: "Please pay 120.00 EUR." });
}

// Why the fake has refused something last.
async function refused() {
  const { exchanges } = await control("GET", "/journal?refused=true");
  return exchanges.at(-1).refusals[0].name;
}

test("invoices are answered once, and filed", async () => {
  await deliver("Invoice 4711");
  await deliver("Another subject");
  const token = await signIn(settings);
  assert.deepEqual(await answerInvoices(settings, token), ["4711"]);
  const { messages: [answer] } = await control("POST", "/outbound/wait", { subject: "Re: Invoice 4711", timeout: 10 });
  assert.deepEqual(answer.recipients, ["billing@fabrikam.example"]);
  assert.deepEqual(await answerInvoices(settings, token), []);

  assert.deepEqual(await fileInvoices(settings, token), ["Invoice 4711"]);
  const { messages: filed } = await control("GET", "/mailboxes/alice/messages?folder=Inbox/Invoices");
  assert.deepEqual(filed.map(({ subject, is_read }) => [subject, is_read]), [["Invoice 4711", true]]);
});

test("an invoice that could not be answered is answered the next time", async () => {
  await deliver("Invoice 4712");
  await control("POST", "/faults", { kind: "throttle", place: "smtp", times: 1 });
  const token = await signIn(settings);
  await assert.rejects(answerInvoices(settings, token), { responseCode: 421 });
  assert.deepEqual(await answerInvoices(settings, token), ["4712"]);
});

test("a token that has run out is refused", async () => {
  const token = await signIn(settings);
  await control("POST", "/clock/advance", { hours: 2 });
  await assert.rejects(answerInvoices(settings, token), { authenticationFailed: true });
  assert.equal(await refused(), "TokenExpired");
});

test("a wrong secret is refused when it signs in", async () => {
  await assert.rejects(signIn({ ...settings, clientSecret: "wrong" }), /AADSTS7000215/);
  assert.equal(await refused(), "SecretWrong");
});
