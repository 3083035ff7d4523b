// The view of mail: the tree, the messages of a folder, and one of them. Where there is no room, one at a time.

import { get, path } from "./api.js";
import { empty, h } from "./dom.js";
import { Message } from "./message.js";
import { Messages } from "./messages.js";
import { Outbound } from "./outbound.js";
import { mailAddress, route as whereNow } from "./router.js";
import { attempt } from "./telling.js";
import { Tree } from "./tree.js";

export class Mail {
  #shown = null;
  #isBack = false;

  constructor(context) {
    this.context = context;
    this.tree = new Tree(context);
    this.middle = h("section", { class: "pane list", "aria-label": "Messages" });
    this.right = h("section", { class: "pane message", "aria-label": "Message" });
    this.element = h("div", { class: "mail" },
      h("section", { class: "pane tenants", "aria-label": "Mailboxes" }, this.tree.element), this.middle, this.right);
    this.tree.element.addEventListener("folders", () => this.#folders());
  }

  async update(route) {
    this.route = route;
    this.element.dataset.shows = route.messages || (route.section === "outbound" && route.name) ? "message" : route.name || route.section === "outbound" ? "list" : "tree";
    await Promise.all([this.tree.update(route), this.#list(route)]);
    await this.#message(route);
    if (this.#isBack) this.#takeFocus();
    this.#isBack = false;
  }

  /** What was in focus has gone, as a rule: the keyboard goes on in what is shown now. */
  #takeFocus() {
    if (document.activeElement !== document.body) return;
    if (this.list) this.list.windowed.list.focus();
    else this.tree.focus();
  }

  close() {
    this.list?.close();
    this.message?.close();
  }

  /** Pass on what the keyboard asks for. */
  key(name) {
    if (name === "next" || name === "previous") this.list?.windowed.step(name === "next" ? 1 : -1);
    else if (name === "search") this.list?.search?.focus();
    else if (name === "open") this.message ? this.message.tabs?.focus() : this.list?.windowed.enter();
    else if (name === "up") return this.#up();
    else return this.message?.key(name) ?? false;
    return true;
  }

  #up() {
    const { tenant } = this.context;
    // Not what is shown: the last key may not have led there yet.
    const { name, folders: folder, messages: message, section } = whereNow();
    this.#isBack = true;
    if (section === "outbound") location.hash = name ? `#/tenants/${tenant}/outbound` : `#/tenants/${tenant}`;
    else if (message) location.hash = mailAddress({ tenant, mailbox: name, folder });
    else if (name) location.hash = `#/tenants/${tenant}`;
    return true;
  }

  #folders() {
    if (this.list instanceof Messages) this.list.knowFolders(this.tree.folders(this.list.mailbox));
  }

  async #list(route) {
    const key = JSON.stringify([route.section, route.section === "outbound" ? "" : route.name, route.folders]);
    if (key !== this.#shown) {
      this.list?.close();
      this.list = null;
      this.#shown = key;
      if (route.section === "outbound") this.list = new Outbound(this.context);
      else if (route.name) this.list = new Messages(this.context, route.name, route.folders || "inbox");
      this.middle.replaceChildren(this.list?.element ?? empty(h("p", {}, "Choose a mailbox, and its inbox is here.")));
      this.#folders();
      if (this.list) await attempt(() => this.list.begin());
    }
    // Who comes back from a message goes on where it is.
    if (this.#chosen(route)) this.list?.windowed.select(this.#chosen(route));
  }

  #chosen = (route) => (route.section === "outbound" ? route.name : route.messages) || null;

  async #message(route) {
    const id = this.#chosen(route);
    if (!id) {
      this.message?.close();
      this.message = null;
      this.right.replaceChildren(empty(h("p", {}, "Choose a message, by ", h("kbd", {}, "j"), " and ", h("kbd", {}, "k"), " too.")));
      return;
    }
    if (this.message?.id !== id) {
      this.message?.close();
      const outbound = route.section === "outbound";
      const base = outbound ? path("tenants", this.context.tenant, "outbound", id) : path("tenants", this.context.tenant, "mailboxes", route.name, "messages", id);
      const message = new Message(this.context, { id, base, mailbox: outbound ? null : route.name, up: () => this.#up(), outbound });
      this.message = message;
      this.right.replaceChildren(message.element);
      await attempt(() => message.begin(outbound ? this.list.find(id) : get(base)));
      if (this.message !== message) return;
    }
    this.message.showTab(route.query.get("tab"));
  }
}
