// Answers the invoices in a mailbox: finds them by IMAP, thanks for each by SMTP, and marks it as read.
//
//     TENANT_ID=… CLIENT_ID=… CLIENT_SECRET=… MAILBOX=invoices@contoso.com node invoices.mjs
import { pathToFileURL } from "node:url";
import { ImapFlow } from "imapflow";
import nodemailer from "nodemailer";

import { settingsFrom } from "./settings.mjs";
import { signIn } from "./sign_in.mjs";

// Returns the numbers of those that were answered.
export async function answerInvoices(settings, accessToken) {
  const auth = { user: settings.mailbox, accessToken };
  const imap = new ImapFlow({ ...settings.imap, secure: true, logger: false, auth });
  const smtp = nodemailer.createTransport({ ...settings.smtp, requireTLS: true, auth: { type: "OAuth2", ...auth } });
  const answered = [];
  await imap.connect();
  try {
    await imap.mailboxOpen("INBOX");
    const found = (await imap.search({ seen: false, subject: "Invoice" }, { uid: true })) || [];
    for (const uid of found) {
      const { envelope } = await imap.fetchOne(uid, { envelope: true }, { uid: true });
      const number = envelope.subject.match(/Invoice (\d+)/)?.[1];
      if (!number) continue;
      await smtp.sendMail(thanks(settings.mailbox, envelope, number));
      await imap.messageFlagsAdd(uid, ["\\Seen"], { uid: true });
      answered.push(number);
    }
  } finally {
    smtp.close();
    imap.close();
  }
  return answered;
}

function thanks(mailbox, { from, replyTo, subject, messageId }, number) {
  return {
    from: mailbox,
    to: (replyTo ?? from)[0].address,
    subject: `Re: ${subject}`,
    inReplyTo: messageId,
    text: `Thank you. Invoice ${number} will be paid within 30 days.\n`,
  };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const settings = settingsFrom(process.env);
  const answered = await answerInvoices(settings, await signIn(settings));
  console.log(`answered: ${answered.join(", ") || "none"}`);
}
