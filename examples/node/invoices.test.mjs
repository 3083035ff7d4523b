import assert from "node:assert/strict";
import { before, test } from "node:test";

import { endpoints } from "./fake.mjs";
import { fileInvoices } from "./file_invoices.mjs";
import { answerInvoices } from "./invoices.mjs";
import { settingsFrom } from "./settings.mjs";
import { signIn } from "./sign_in.mjs";

let settings;

before(() => {
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

test("invoices are answered once, and filed", async () => {
  const token = await signIn(settings);
  assert.deepEqual(await answerInvoices(settings, token), ["4711"]);
  assert.deepEqual(await answerInvoices(settings, token), []);
  assert.deepEqual(await fileInvoices(settings, token), ["Invoice 4711"]);
  assert.deepEqual(await fileInvoices(settings, token), []);
});

test("a wrong secret is refused when it signs in", async () => {
  await assert.rejects(signIn({ ...settings, clientSecret: "wrong" }), /AADSTS7000215/);
});
