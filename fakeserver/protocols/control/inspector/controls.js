// What can be turned: switches, the clock, faults, and the tenant as a whole.

import { path, post } from "./api.js";
import { action, h } from "./dom.js";
import { clock } from "./clock.js";
import { faults } from "./faults.js";
import { address, go } from "./router.js";
import { switches } from "./switches.js";
import { Tabs } from "./tabs.js";
import { attempt, say } from "./telling.js";

export class Controls {
  constructor(context) {
    this.context = context;
    const parts = [["switches", "Switches", switches], ["clock", "Clock", clock], ["faults", "Faults", faults], ["tenant", "Tenant", tenant]];
    this.tabs = new Tabs("Controls", parts.map(([name, label, make]) => ({ name, label, panel: () => make(context) })),
      (name) => go(address(context.tenant, ["controls", name]), { replace: true }));
    this.element = h("div", { class: "page" }, h("h2", {}, "Controls"), this.tabs.element);
  }

  update(route) {
    return this.tabs.show(route.name || "switches");
  }

  close() {}

  key(name) {
    if (name === "next tab" || name === "previous tab") this.tabs.step(name === "next tab" ? 1 : -1);
    else if (name === "search") this.element.querySelector("input[type=search]")?.focus();
    else return false;
    return true;
  }
}

/** The tenant as a whole: as it was, or as it is kept. */
async function tenant(context) {
  const base = path("tenants", context.tenant);
  const does = (label, sentence, act) => [h("dt", {}, action(label, {}, () => attempt(async () => {
    await act();
    say(sentence);
    await context.refresh();
  }))), h("dd", {}, sentence)];
  return h("dl", { class: "acts" }, does("Reset", "The tenant is as it was when it was made: mail, switches, time, faults, journal.", () => post(`${base}/reset`)),
    does("Take a snapshot", "Everything that the tenant holds now is kept.", () => post(`${base}/snapshots`)),
    does("Restore", "The tenant is as the newest snapshot has it.", () => post(`${base}/restore`, { snapshot: null })));
}
