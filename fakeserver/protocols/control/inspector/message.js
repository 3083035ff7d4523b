// One message: who wrote it, and its many views.

import { blob, get, patch, remove, text } from "./api.js";
import { action, empty, facts, h } from "./dom.js";
import { headersOf, headersTable } from "./headers.js";
import { isAbout } from "./live.js";
import { paper, pictures } from "./paper.js";
import { go, route } from "./router.js";
import { structure } from "./structure.js";
import { Tabs } from "./tabs.js";
import { attempt, moment, octets, say } from "./telling.js";

const VIEWS = [["imap", "IMAP: FETCH"], ["pop3", "POP3: RETR"], ["ews", "EWS: GetItem"], ["graph", "Graph"]];

export class Message {
  /**
   * @param {{id: string, base: string, mailbox: ?string, up: function(), outbound: boolean}} given
   *   base: its path in the API; mailbox: null where it is in none
   */
  constructor(context, given) {
    Object.assign(this, { context, ...given });
    this.element = h("article", { class: "column" }, h("p", { class: "quiet bar" }, "…"));
    this.changed = (event) => isAbout(event, this.mailbox) && attempt(() => this.#again());
    if (this.mailbox) context.live.addEventListener("change", this.changed);
  }

  close() {
    this.context.live.removeEventListener("change", this.changed);
  }

  async begin(coming) {
    let told;
    try {
      told = await coming;
    } catch (error) {
      this.element.replaceChildren(this.#back(), empty(h("p", {}, error.message)));
      return;
    }
    this.told = told;
    const tabs = this.#tabs(told);
    this.tabs = new Tabs("Views of the message", tabs, (name) => this.#note(name));
    this.head = h("div", { class: "head" });
    this.element.replaceChildren(this.head, this.tabs.element);
    this.#head();
  }

  showTab(name) {
    return this.tabs?.show(name);
  }

  key(name) {
    if (name === "next tab" || name === "previous tab") this.tabs?.step(name === "next tab" ? 1 : -1);
    else if (name === "read" && this.mailbox) attempt(() => this.#mark());
    else if (name === "delete" && this.mailbox) attempt(() => this.#delete());
    else return false;
    return true;
  }

  #note(name) {
    const now = route();
    const [place] = location.hash.split("?");
    now.query.set("tab", name);
    go(`${place}?${now.query}`, { replace: true });
  }

  #back = () => h("button", { type: "button", class: "back", onclick: this.up }, "‹ Messages");

  #head() {
    const { told } = this;
    const field = (wanted) => (told.headers ?? []).filter(([name]) => name.toLowerCase() === wanted).length;
    // They come in one list, To before Cc; how many are in which the header alone says.
    const recipients = [told.recipients].flat().filter(Boolean).join(", ");
    const to = field("cc") ? (field("to") ? "To, Cc" : "Cc") : "To";
    const tools = [action("Save as .eml", {}, () => this.#save(`${told.subject || "message"}.eml`, `${this.base}/mime`))];
    if (this.mailbox) {
      tools.push(action(told.is_read ? "Mark as unread" : "Mark as read", { "aria-keyshortcuts": "r" }, () => attempt(() => this.#mark())),
        action("Delete", { "aria-keyshortcuts": "Delete" }, () => attempt(() => this.#delete())));
    }
    this.head.replaceChildren(...[this.#back(), h("h2", {}, told.subject || "(no subject)"),
      facts([["From", told.sender_name && told.sender_name !== told.sender ? `${told.sender_name} <${told.sender}>` : told.sender], [to, recipients],
        ["Received", h("time", { datetime: told.received_at || "", title: told.received_at }, `${moment(told.received_at)} UTC`)],
        ["Size", octets(told.size)], ["Class", told.item_class === "IPM.Note" ? "" : told.item_class]]),
      this.#attachments(), h("p", { class: "buttons" }, tools)].filter(Boolean));
  }

  #attachments() {
    const files = this.told.attachments || [];
    if (!files.length) return null;
    return h("ul", { class: "files", "aria-label": "Attachments" }, files.map((file, number) => h("li", {},
      action(`${file.name || "attachment"} (${octets(file.size)})`, { title: `Save; ${file.content_type}${file.is_inline ? ", inline" : ""}` },
        () => this.#save(file.name || "attachment", this.#attachment(number))))));
  }

  #attachment = (number) => `${this.base}/attachments/${number}`;

  #tabs(told) {
    const source = () => (this.source ??= text(`${this.base}/mime`));
    const pre = (content, label) => h("pre", { tabindex: 0, "aria-label": label }, content);
    const found = [
      told.html ? { name: "html", label: "HTML", panel: () => this.#rendered() } : null,
      told.body !== undefined ? { name: "text", label: "Text", panel: () => pre(told.body || "", "Text") } : null,
      { name: "headers", label: "Headers", panel: async () => headersTable(told.headers ?? headersOf(await source())) },
      told.structure ? { name: "structure", label: "Structure", panel: () => structure(told.structure) } : null,
      { name: "source", label: "Source", panel: async () => pre(await source(), "Source") },
      this.mailbox ? { name: "protocols", label: "As protocols see it", panel: () => this.#protocols(pre) } : null,
    ];
    return found.filter(Boolean);
  }

  async #rendered() {
    const files = this.told.attachments || [];
    const inline = await pictures(files, (file) => blob(this.#attachment(files.indexOf(file))));
    return paper(this.told.html, inline);
  }

  async #protocols(pre) {
    const views = await get(`${this.base}/views`);
    const known = VIEWS.filter(([name]) => name in views);
    const tabs = new Tabs("Protocols", known.map(([name, label]) => ({ name, label, panel: () => pre(views[name], label) })));
    tabs.show(known[0]?.[0]);
    return tabs.element;
  }

  async #again() {
    if (!this.told || this.leaving) return;
    let told;
    try {
      told = await get(this.base);
    } catch (error) {
      if (error.status !== 404) throw error;
      // It was moved or deleted, maybe from here.
      if (!this.leaving) this.element.replaceChildren(this.#back(), empty(h("p", {}, "This message is not here any more: it was moved or deleted.")));
      return;
    }
    if (told.is_read === this.told.is_read) return;
    this.told = { ...this.told, is_read: told.is_read };
    this.#head();
  }

  async #mark() {
    this.told = { ...this.told, ...(await patch(this.base, { is_read: !this.told.is_read })) };
    say(this.told.is_read ? "Marked as read." : "Marked as unread.");
    this.#head();
  }

  async #delete() {
    this.leaving = true;
    try {
      await remove(this.base);
    } catch (error) {
      this.leaving = false;
      throw error;
    }
    say("Deleted.");
    this.up();
  }

  async #save(name, where) {
    await attempt(async () => {
      const address = URL.createObjectURL(await blob(where));
      h("a", { href: address, download: name.replace(/[/\\:*?"<>|]/g, "_") }).click();
      setTimeout(() => URL.revokeObjectURL(address), 10_000);
    });
  }
}
