// What was sent to addresses outside of the fake, and so was kept.

import { get, path } from "./api.js";
import { h } from "./dom.js";
import { soon } from "./live.js";
import { summary } from "./messages.js";
import { address, go } from "./router.js";
import { attempt, fail } from "./telling.js";
import { WindowedList } from "./windowed.js";

export class Outbound {
  constructor(context) {
    this.context = context;
    this.windowed = new WindowedList({
      label: "What left for other domains", rowHeight: 52, content: summary, failed: fail, load: (first, count) => this.#page(first, count),
      open: (message, entering) => go(address(context.tenant, ["outbound", message.id]), { replace: !entering }),
      empty: [h("p", {}, "Nothing has left for other domains."), h("p", {}, "What a program sends to addresses outside of the tenant is kept here; it goes nowhere.")],
    });
    this.element = h("div", { class: "column" },
      h("div", { class: "bar" }, h("button", { type: "button", class: "back", onclick: () => go(address(context.tenant, ["mailboxes"])) }, "‹ Mailboxes"), h("h2", {}, "Left for other domains")),
      this.windowed.element);
    this.again = soon(() => attempt(() => this.windowed.refresh()), 300);
    context.live.addEventListener("exchange", this.again);
  }

  begin() {
    return this.windowed.restart();
  }

  close() {
    this.context.live.removeEventListener("exchange", this.again);
    this.windowed.close();
  }

  /** Return what is known of a message. */
  async find(id) {
    if (!this.windowed.total) await this.windowed.restart();
    const found = this.windowed.items.find((message) => message?.id === id);
    if (!found) throw new Error("This message is not there any more.");
    // In the list the recipients stand where else the sender's name is.
    return { ...found, sender_name: "" };
  }

  async #page(first, count) {
    const { messages } = await get(`${path("tenants", this.context.tenant)}/outbound`);
    // Ids are compared with those of addresses, which are text. Newest first.
    const items = messages.map((message) => ({ ...message, id: String(message.number), received_at: message.sent_at, sender_name: message.recipients.join(", ") })).reverse();
    return { items: items.slice(first, first + count), total: items.length };
  }
}
