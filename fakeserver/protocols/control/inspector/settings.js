// Settings to copy, for the clients that programs use.

import { get, path } from "./api.js";
import { action, empty, facts, h } from "./dom.js";
import { address, go } from "./router.js";
import { Tabs } from "./tabs.js";
import { attempt, copy } from "./telling.js";

export class Settings {
  constructor(context) {
    this.context = context;
    this.element = h("div", { class: "page" }, h("h2", {}, "Settings to copy"));
  }

  async update(route) {
    if (!this.tabs) await attempt(() => this.#begin());
    await this.tabs?.show(route.name);
  }

  close() {}

  key(name) {
    if (name !== "next tab" && name !== "previous tab") return false;
    this.tabs?.step(name === "next tab" ? 1 : -1);
    return true;
  }

  async #begin() {
    const { tenant } = this.context;
    const [{ blocks }, told] = await Promise.all([get(`${path("tenants", tenant)}/settings`), get(path("tenants", tenant))]);
    if (!blocks.length) return void this.element.append(empty(h("p", {}, "There are no settings for this tenant.")));
    this.tabs = new Tabs("Clients", blocks.map((block) => ({ name: block.name, label: block.name, panel: () => this.#block(block) })),
      (name) => go(address(tenant, ["settings", name]), { replace: true }));
    const people = (told.users || []).map((user) => h("li", {}, h("code", {}, user.upn), " with password ", h("code", {}, user.password)));
    this.element.append(this.tabs.element, h("h3", {}, "People who may sign in"), h("ul", {}, people),
      h("h3", {}, "Where"), facts([["Authority", told.authority], ["IMAP", joined(told.imap)], ["POP3", joined(told.pop3)], ["SMTP", joined(told.smtp)], ["EWS", told.ews_url], ["Graph", told.graph_url],
        ["Autodiscover", told.autodiscover_url], ["Trust", told.ca_file]].map(([name, value]) => [name, value && h("code", {}, value)])));
  }

  #block(block) {
    return h("div", { class: "block" }, action("Copy", { class: "copy", "aria-label": `Copy the settings for ${block.name}` }, (button) => copy(block.text, button)),
      h("pre", { tabindex: 0, "aria-label": `Settings for ${block.name}` }, block.text));
  }
}

const joined = (endpoint) => (endpoint ? `${endpoint.host}:${endpoint.port}` : "");
