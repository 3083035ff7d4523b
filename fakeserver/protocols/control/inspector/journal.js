// The journal, live: what was asked, what was answered, and why not.

import { get, path, query, remove } from "./api.js";
import { action, empty, facts, h } from "./dom.js";
import { soon } from "./live.js";
import { refusal } from "./refusal.js";
import { address, go, route as now } from "./router.js";
import { attempt, fail, moment, say } from "./telling.js";
import { WindowedList } from "./windowed.js";

const LIMIT = 1000;
const PROTOCOLS = ["imap", "pop3", "smtp", "ews", "autodiscover", "oauth"];

/** Return all that stands in something, but not what it is called there. */
const allText = (told) => (told !== null && typeof told === "object" ? Object.values(told).map(allText).join("\n") : String(told ?? ""));

export class Journal {
  #all = [];

  constructor(context) {
    this.context = context;
    this.base = `${path("tenants", context.tenant)}/journal`;
    const filter = () => this.#filtered();
    this.protocol = h("select", { "aria-label": "Protocol", onchange: filter }, h("option", { value: "" }, "every protocol"), PROTOCOLS.map((name) => h("option", { value: name }, name.toUpperCase())));
    this.refused = h("input", { type: "checkbox", onchange: filter });
    this.search = h("input", { type: "search", placeholder: "Filter by any word", "aria-label": "Filter", oninput: soon(filter, 150) });
    this.windowed = new WindowedList({
      label: "Exchanges, newest first", rowHeight: 44, content: row, failed: fail, load: (first, count) => this.#page(first, count),
      mark: (exchange) => (exchange.refusals?.length ? "refused" : exchange.ordered ? "ordered" : ""),
      open: (exchange, entering) => this.#open(exchange, entering),
      empty: [h("p", {}, "Nothing to see."), h("p", {}, "Let a program sign in or ask for mail, or take the filter off: each question and its answer stands here at once.")],
    });
    this.detail = h("section", { class: "pane detail", "aria-label": "Exchange" });
    this.element = h("div", { class: "journal split" },
      h("section", { class: "pane", "aria-label": "Journal" }, h("div", { class: "column" },
        h("div", { class: "bar" }, h("h2", {}, "Journal"), this.protocol, h("label", { class: "inline" }, this.refused, "refused only"), this.search,
          action("Clear", { title: "Forget all exchanges" }, () => attempt(() => this.#clear()))),
        this.windowed.element)), this.detail);
    this.heard = (event) => this.#heard(event.detail);
    context.live.addEventListener("exchange", this.heard);
  }

  async update(route) {
    const asked = route.query;
    const isNew = !this.begun;
    this.protocol.value = asked.get("protocol") || "";
    this.refused.checked = asked.get("refused") === "true";
    if (isNew) this.search.value = asked.get("search") || "";
    if (isNew) {
      this.begun = true;
      await attempt(async () => {
        const { exchanges, beside } = await get(query(this.base, { limit: LIMIT }));
        this.#add([...exchanges, ...beside]);
        await this.windowed.restart();
      });
    }
    this.#show(route.name);
  }

  close() {
    this.context.live.removeEventListener("exchange", this.heard);
    this.windowed.close();
  }

  key(name) {
    if (name === "next" || name === "previous") this.windowed.step(name === "next" ? 1 : -1);
    else if (name === "search") this.search.focus();
    else if (name === "up") go(this.#address(""));
    else return false;
    return true;
  }

  #add(exchanges) {
    const known = new Set(this.#all.map(({ number }) => number));
    this.#all.push(...exchanges.filter(({ number }) => !known.has(number)).map((exchange) => ({ ...exchange, id: String(exchange.number) })));
    this.#all.sort((one, other) => other.number - one.number);
  }

  #heard(exchange) {
    if (!this.begun || this.#all.some(({ number }) => number === exchange.number)) return;
    this.#add([exchange]);
    const [added] = this.#all.filter(({ number }) => number === exchange.number);
    if (!this.#fits(added)) return;
    this.windowed.prepend(added);
    if (added.refusals?.length) say(`Refused: ${added.refusals[0].name}`);
  }

  #fits(exchange) {
    if (this.refused.checked && !exchange.refusals?.length) return false;
    const { value } = this.protocol;
    const protocol = exchange.protocol.toLowerCase();
    if (value && protocol !== value && !(value === "oauth" && !PROTOCOLS.includes(protocol) && protocol !== "http")) return false;
    const words = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const said = words.length ? allText(exchange).toLowerCase() : "";
    return words.every((word) => said.includes(word));
  }

  async #page(first, count) {
    const items = this.#all.filter((exchange) => this.#fits(exchange));
    return { items: items.slice(first, first + count), total: items.length };
  }

  #filtered() {
    go(this.#address(this.windowed.selected || ""), { replace: true });
    attempt(() => this.windowed.restart());
  }

  #address(number) {
    const told = { protocol: this.protocol.value, refused: this.refused.checked ? "true" : "", search: this.search.value };
    return address(this.context.tenant, ["journal", number], told);
  }

  #open(exchange, entering) {
    if (!entering && window.matchMedia("(max-width: 760px)").matches) return;
    go(this.#address(exchange.id), { replace: !entering });
  }

  #show(number) {
    this.element.dataset.shows = number ? "detail" : "list";
    this.windowed.select(number || null);
    const exchange = this.#all.find(({ id }) => id === number);
    const back = h("button", { type: "button", class: "back", onclick: () => go(this.#address("")) }, "‹ Journal");
    if (!number) this.detail.replaceChildren(empty(h("p", {}, "Choose an exchange to see who asked, and why it was answered so.")));
    else if (!exchange) this.detail.replaceChildren(back, empty(h("p", {}, `The journal does not have exchange ${number} any more.`)));
    else this.detail.replaceChildren(back, detail(exchange));
  }

  async #clear() {
    await remove(this.base);
    this.#all = [];
    say("The journal is empty.");
    await this.windowed.restart();
    if (now().name) go(this.#address(""));
  }
}

function row(exchange) {
  const why = exchange.refusals?.[0];
  return [h("time", { datetime: exchange.at }, moment(exchange.at)), h("span", { class: "protocol" }, exchange.protocol), h("span", { class: "asked" }, exchange.asked),
    h("span", { class: "answered" }, why ? [h("b", {}, `${why.name}: `), exchange.answered] : exchange.answered || (exchange.ordered ? "" : "—"),
      exchange.ordered ? h("i", {}, ` ${exchange.ordered}`) : "")];
}

function detail(exchange) {
  const { http } = exchange;
  return h("article", { class: "exchange" }, h("h2", {}, `${exchange.protocol} ${exchange.operation || ""}`),
    facts([["Asked", h("code", {}, exchange.asked)], ["Answered", exchange.answered && h("code", {}, exchange.answered)], ["Ordered by the test", exchange.ordered && h("code", {}, exchange.ordered)],
      ["At", h("time", { datetime: exchange.at }, exchange.at)], ["Let in as", exchange.by], ["Named", exchange.user === exchange.by ? "" : exchange.user],
      ["Application", exchange.client_id && h("code", {}, exchange.client_id)], ["HTTP", http && `${http.method} ${http.url}: ${http.status || "no answer"}`],
      ["Connection", exchange.connection], ["Grant", exchange.grant && `${exchange.grant.kind}: asked for ${exchange.grant.asked.join(" ") || exchange.grant.scope || "nothing"}, given ${exchange.grant.given.join(" ") || "nothing"}`],
      ["Number", exchange.number]]),
    (exchange.refusals || []).map(refusal));
}
