// A message's header fields, each with what it means.

import { h } from "./dom.js";

const MEANINGS = {
  "arc-authentication-results": "What an earlier hop found of SPF, DKIM and DMARC, sealed.",
  "arc-message-signature": "An earlier hop's signature of the message as it was then.",
  "arc-seal": "Seals the chain of ARC fields.",
  "authentication-results": "What the receiving service found: SPF (may the server send for the domain), DKIM (is the signature right), DMARC (do both fit the sender).",
  "auto-submitted": "Written by a program, not by a person; nobody should answer by a program.",
  "bcc": "Blind copies: only a draft or the sender's own copy has it.",
  "cc": "Who gets a copy.",
  "content-class": "What kind of item Exchange takes it for.",
  "content-disposition": "Whether it is shown or is a file, and the file's name.",
  "content-id": "What HTML names this part by: cid:…",
  "content-language": "The language of the text.",
  "content-transfer-encoding": "How octets are written so that they pass through mail.",
  "content-type": "What the body is, with its charset or the boundary between its parts.",
  "date": "When the sender says that it was written; not when it came.",
  "delivered-to": "The mailbox that it was put into.",
  "dkim-signature": "The sending domain's signature of the body and of the fields named in it.",
  "disposition-notification-to": "Asks for a read receipt to this address.",
  "from": "Who wrote it. Nothing proves it but Authentication-Results.",
  "importance": "How important the sender thinks it is: low, normal, high.",
  "in-reply-to": "The Message-ID of what it answers.",
  "keywords": "Categories.",
  "list-id": "The mailing list that it came by.",
  "list-unsubscribe": "How to leave the mailing list.",
  "message-id": "The message's own name; answers refer to it. It can stand twice in a mailbox.",
  "mime-version": "The body is MIME, which all mail is today.",
  "precedence": "Bulk or list mail; old word for Auto-Submitted.",
  "received": "One hop: from whom, by whom, when. Each hop puts its own on top, so read from below.",
  "received-spf": "What one hop found of SPF.",
  "references": "The Message-IDs of the whole conversation, oldest first.",
  "reply-to": "Where answers go, in the place of From.",
  "return-path": "The envelope's sender, where failures are reported; empty for reports themselves.",
  "sender": "Who sent it on behalf of From.",
  "sensitivity": "Personal, private or confidential, as the sender marked it.",
  "subject": "The subject. Letters beyond ASCII are in =?charset?…?=, where they are not UTF-8.",
  "thread-index": "Outlook's own place in the conversation, in base64.",
  "thread-topic": "The subject without prefixes, by which Outlook joins conversations.",
  "to": "Whom it is to. The envelope, which nobody sees here, said where it goes.",
  "x-auto-response-suppress": "Which automatic replies Exchange does not send to it.",
  "x-mailer": "The program that wrote it.",
  "x-ms-exchange-crosstenant-authas": "Whether the sender was signed in (Internal) or came from outside (Anonymous).",
  "x-ms-exchange-crosstenant-network-message-id": "The name by which a message trace finds it.",
  "x-ms-exchange-organization-authas": "Whether the sender was signed in (Internal) or came from outside (Anonymous).",
  "x-ms-exchange-organization-scl": "How likely it is spam: -1 trusted, 0 and 1 not, 5 and more to Junk Email.",
  "x-ms-has-attach": "Whether Outlook shows the paper clip.",
  "x-ms-tnef-correlator": "Links it with its winmail.dat.",
  "x-originating-ip": "The address of the client that sent it.",
  "x-priority": "How important it is: 1 highest, 3 normal, 5 lowest.",
};

/** Return the fields of a message's source, unfolded. */
export function headersOf(source) {
  const [block] = source.split(/\r?\n\r?\n/, 1);
  const lines = block.replace(/\r?\n(?=[ \t])/g, "").split(/\r?\n/);
  return lines.map((line) => /^([^:\s]+):\s*(.*)$/.exec(line)).filter(Boolean).map(([, name, value]) => [name, value]);
}

/** Return the fields as a table. */
export function headersTable(headers) {
  const rows = headers.map(([name, value]) => h("tr", {}, h("th", { scope: "row" }, name), h("td", {}, h("code", {}, value)),
    h("td", { class: "quiet" }, meaning(name))));
  return h("div", { class: "scroll" }, h("table", { class: "headers" }, h("caption", { class: "hidden" }, "Header fields"),
    h("thead", {}, h("tr", {}, ["Field", "Value", "Meaning"].map((label) => h("th", { scope: "col" }, label)))), h("tbody", {}, rows)));
}

function meaning(name) {
  const known = name.toLowerCase();
  if (known in MEANINGS) return MEANINGS[known];
  if (known.startsWith("x-ms-exchange-organization-")) return "Exchange's own, inside the organization; it is taken off what leaves.";
  if (known.startsWith("x-ms-exchange-") || known.startsWith("x-microsoft-")) return "Exchange's own note on the way of the message.";
  return known.startsWith("x-") ? "A field of the program that wrote it." : "";
}
