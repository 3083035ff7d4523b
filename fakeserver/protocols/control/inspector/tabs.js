// Tabs as screen readers know them: arrows move, and what is chosen is shown.

import { h, newId } from "./dom.js";

/**
 * @param {string} label
 * @param {Array<{name: string, label: string, panel: function(): Promise<Node|Node[]>}>} tabs made when first shown
 * @param {function(string)} chosen the person has chosen a tab
 */
export class Tabs {
  #made = new Map();

  constructor(label, tabs, chosen) {
    this.tabs = tabs;
    this.chosen = chosen;
    this.panel = h("div", { role: "tabpanel", id: newId("panel"), tabindex: 0, class: "panel" });
    this.buttons = tabs.map((tab) => h("button", { type: "button", role: "tab", id: newId("tab"), "aria-controls": this.panel.id, "data-name": tab.name,
      onclick: () => this.#choose(tab.name) }, tab.label));
    this.bar = h("div", { role: "tablist", "aria-label": label, class: "tabs", onkeydown: (event) => this.#key(event) }, this.buttons);
    this.element = h("div", { class: "tabbed" }, this.bar, this.panel);
  }

  focus() {
    this.buttons.find((button) => button.tabIndex === 0)?.focus();
  }

  /** Choose the tab so many further on. */
  step(by) {
    const at = this.tabs.findIndex((tab) => tab.name === this.shown);
    const next = this.tabs[(at + by + this.tabs.length) % this.tabs.length];
    const hasFocus = this.bar.contains(document.activeElement);
    this.#choose(next.name);
    if (hasFocus) this.focus();
  }

  /** Show a tab, or the first one where there is none of this name. */
  async show(name) {
    const tab = this.tabs.find((known) => known.name === name) ?? this.tabs[0];
    if (!tab || tab.name === this.shown) return;
    this.shown = tab.name;
    for (const button of this.buttons) {
      const isShown = button.dataset.name === tab.name;
      button.setAttribute("aria-selected", isShown);
      button.tabIndex = isShown ? 0 : -1;
      if (isShown) this.panel.setAttribute("aria-labelledby", button.id);
    }
    if (!this.#made.has(tab.name)) {
      this.panel.replaceChildren(h("p", { class: "quiet" }, "…"));
      this.#made.set(tab.name, Promise.resolve(tab.panel()).then((content) => [content].flat(),
        (error) => [h("p", { class: "refused" }, error.message)]));
    }
    const content = await this.#made.get(tab.name);
    if (this.shown === tab.name) this.panel.replaceChildren(...content);
  }

  #choose(name) {
    this.show(name);
    this.chosen?.(name);
  }

  #key(event) {
    const last = this.tabs.length - 1;
    const at = this.tabs.findIndex((tab) => tab.name === this.shown);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.#choose(this.tabs[(to + this.tabs.length) % this.tabs.length].name);
    this.focus();
  }
}
