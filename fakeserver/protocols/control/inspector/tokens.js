// A token, taken apart: what each claim means, and what every protocol would say to it.

import { get, path, post } from "./api.js";
import { action, facts, h } from "./dom.js";
import { refusal } from "./refusal.js";
import { attempt, say } from "./telling.js";

const NAMES = { imap: "IMAP", pop3: "POP3", smtp: "SMTP", ews: "EWS", graph: "Graph" };

export class Tokens {
  constructor(context) {
    this.context = context;
    this.base = path("tenants", context.tenant);
    this.token = h("textarea", { id: "token", rows: 6, spellcheck: "false", autocomplete: "off", placeholder: "eyJ0eXAiOiJKV1QiLCJhbGciOi…" });
    this.mailbox = h("input", { placeholder: "the user's own" });
    this.application = h("select", { "aria-label": "Application" });
    this.user = h("select", { "aria-label": "User" }, h("option", { value: "" }, "by itself (app-only)"));
    this.scopes = h("input", { "aria-label": "Scopes", placeholder: "all that were consented to" });
    this.said = h("div", { class: "verdicts" });
    this.element = h("div", { class: "page" }, h("h2", {}, "Explain a token"),
      h("form", { onsubmit: (event) => (event.preventDefault(), attempt(() => this.#explain())) },
        h("label", { for: "token" }, "A JWT, “Authorization: Bearer …”, or the base64 of XOAUTH2, with or without quotation marks"), this.token,
        h("p", { class: "form" }, h("label", {}, "Mailbox named beside it", this.mailbox)),
        h("p", { class: "buttons" }, h("button", { class: "primary" }, "Explain"))),
      h("details", {}, h("summary", {}, "Make one to look at"),
        h("p", { class: "form" }, h("label", {}, "Application", this.application), h("label", {}, "for", this.user), h("label", {}, "with scopes", this.scopes), action("Make a token", {}, () => attempt(() => this.#make())))),
      this.said);
  }

  async update() {
    await attempt(async () => {
      const [{ apps }, { users }] = await Promise.all([get(`${this.base}/apps`), get(`${this.base}/users`)]);
      this.application.replaceChildren(...apps.map((app) => h("option", { value: app.client_id }, app.name)));
      const people = users.map((user) => h("option", { value: user.address }, user.address));
      this.user.replaceChildren(this.user.firstChild, ...people);
      if (people.length && apps[0]?.kind === "public") this.user.value = users[0].address;
    });
  }

  close() {}

  key(name) {
    if (name !== "search") return false;
    this.token.focus();
    return true;
  }

  async #make() {
    const scopes = this.scopes.value.split(/[\s,]+/).filter(Boolean);
    const { access_token: token } = await post(`${this.base}/tokens`, { app: this.application.value, user: this.user.value || null, ...(scopes.length ? { scopes } : {}) });
    this.token.value = token;
    // An application by itself has no mailbox of its own.
    this.mailbox.value = this.user.value ? "" : (this.user.options[1]?.value ?? "");
    await this.#explain();
  }

  async #explain() {
    const token = this.token.value.trim();
    if (!token) return void this.token.focus();
    this.said.replaceChildren();
    const told = await post("tokens/explain", { token, mailbox: this.mailbox.value.trim() || null });
    const verdicts = Object.entries(told.verdicts || {});
    this.said.replaceChildren(h("h3", {}, "What each protocol says"), h("ul", { class: "cards" }, verdicts.map(([name, verdict]) => this.#verdict(name, verdict))),
      h("h3", {}, "What it holds"), this.#claims(told), h("h3", {}, "Header"), facts(Object.entries(told.header || {}).map(([name, value]) => [name, h("code", {}, shown(value))])));
    const let_in = verdicts.filter(([, verdict]) => verdict.is_let_in).map(([name]) => NAMES[name] || name);
    say(let_in.length ? `Let in by ${let_in.join(", ")}.` : "Let in by no protocol.");
  }

  #verdict(name, verdict) {
    return h("li", { class: verdict.is_let_in ? "let-in" : "refused" }, h("h4", {}, NAMES[name] || name, h("span", { class: "badge" }, verdict.is_let_in ? "let in" : "refused")),
      verdict.answer ? h("pre", { tabindex: 0, "aria-label": `Answer of ${NAMES[name] || name}` }, verdict.answer) : null, verdict.refusal ? refusal(verdict.refusal) : null);
  }

  #claims(told) {
    const rows = told.about ?? Object.entries(told.claims || {}).map(([claim, value]) => ({ claim, value }));
    return h("div", { class: "scroll" }, h("table", {}, h("caption", { class: "hidden" }, "Claims"), h("thead", {}, h("tr", {}, ["Claim", "Value", "Meaning"].map((label) => h("th", { scope: "col" }, label)))),
      h("tbody", {}, rows.map(({ claim, value, meaning }) => h("tr", {}, h("th", { scope: "row" }, h("code", {}, claim)), h("td", {}, h("code", {}, shown(value))), h("td", { class: "quiet" }, meaning || ""))))));
  }
}

const shown = (value) => (typeof value === "string" ? value : JSON.stringify(value));
