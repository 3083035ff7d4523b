// The messages of a folder: newest first, however many; what arrives comes on top.

import { get, path, post, query } from "./api.js";
import { action, ask, h } from "./dom.js";
import { isAbout, soon } from "./live.js";
import { address, go, mailAddress } from "./router.js";
import { attempt, fail, moment, say } from "./telling.js";
import { WindowedList } from "./windowed.js";

/** What a row says of a message; also for what left for other domains. */
export function summary(message) {
  return [
    h("span", { class: "from" }, message.is_read === false ? h("span", { class: "hidden" }, "Unread: ") : "", message.sender_name || message.sender || "nobody"),
    h("time", { datetime: message.received_at || "" }, moment(message.received_at)),
    h("span", { class: "subject" }, message.subject || "(no subject)", message.has_attachments ? [" ", h("span", { class: "badge", title: "has attachments" }, "file")] : "",
      message.preview ? h("span", { class: "preview" }, ` ${message.preview}`) : ""),
  ];
}

export class Messages {
  constructor(context, mailbox, folder) {
    Object.assign(this, { context, mailbox, folder });
    this.base = path("tenants", context.tenant, "mailboxes", mailbox);
    this.known = null;
    this.search = h("input", { type: "search", placeholder: "Search", "aria-label": "Search this folder", oninput: soon(() => attempt(() => this.windowed.restart()), 200) });
    this.title = h("h2", {}, mailbox.split("@")[0]);
    this.windowed = new WindowedList({
      label: `Messages of ${mailbox}`, rowHeight: 52, content: summary, failed: fail,
      mark: (message) => (message.is_read === false ? "unread" : ""),
      load: (skip, limit) => this.#page(skip, limit), open: (message, entering) => this.#open(message, entering),
      empty: [h("p", {}, "Nothing is here yet."), h("p", {}, "Send something to ", h("code", {}, mailbox), " by SMTP or EWS, or let a test deliver it. It shows at once."),
        action("Deliver a message…", {}, () => this.#deliver())],
    });
    this.element = h("div", { class: "column" },
      h("div", { class: "bar" }, h("button", { type: "button", class: "back", onclick: () => go(address(context.tenant, ["mailboxes"])) }, "‹ Mailboxes"),
        this.title, action("Deliver…", { title: "Put a message into this folder" }, () => this.#deliver()), this.search),
      this.windowed.element);
    this.arrived = (event) => this.#arrived(event.detail);
    this.changed = soon(() => attempt(() => this.windowed.refresh()));
    this.onChange = (event) => isAbout(event, mailbox) && this.changed();
    context.live.addEventListener("message", this.arrived);
    context.live.addEventListener("change", this.onChange);
  }

  begin() {
    return this.windowed.restart();
  }

  close() {
    this.context.live.removeEventListener("message", this.arrived);
    this.context.live.removeEventListener("change", this.onChange);
    this.windowed.close();
  }

  /** Take in which folders there are, and so which is shown. */
  knowFolders(folders) {
    this.known = folders.find((folder) => [folder.id, folder.distinguished_id, folder.path].includes(this.folder)) ?? this.known;
    if (this.known) this.title.textContent = `${this.mailbox.split("@")[0]} · ${this.known.name}`;
  }

  async #page(skip, limit) {
    const found = await get(query(`${this.base}/messages`, { folder: this.folder, limit, skip: skip || "", search: this.search.value }));
    return { items: found.messages, total: found.total };
  }

  #isHere(folder, place) {
    return this.known ? this.known.id === folder : [folder, place, place.toLowerCase()].includes(this.folder);
  }

  #arrived({ mailbox, folder, summary: message }) {
    if (mailbox !== this.mailbox || !this.#isHere(folder, message.folder) || this.search.value) return;
    this.windowed.prepend(message);
    say(`New message from ${message.sender_name || message.sender}: ${message.subject}`);
  }

  #open(message, entering) {
    const { tenant } = this.context;
    const where = mailAddress({ tenant, mailbox: this.mailbox, folder: this.folder === "inbox" ? "" : this.folder, message: message.id });
    // Walking through a list by the keyboard leaves no trace; at 390 pixels the list stays until Enter.
    if (!entering && window.matchMedia("(max-width: 760px)").matches) return;
    go(where, { replace: !entering });
  }

  async #deliver() {
    const field = (name, label, value, more = {}) => h("label", {}, label, h("input", { name, value, ...more }));
    const given = await ask(`Deliver to ${this.mailbox}`, [
      field("sender", "From", `someone@fabrikam.com`, { type: "email", required: true }), field("subject", "Subject", "Hello"),
      h("label", {}, "Text", h("textarea", { name: "body", rows: 4 }, "A message from the inspector."))], "Deliver");
    if (given) await attempt(() => post(`${this.base}/messages`, { ...given, folder: this.folder }));
  }
}
