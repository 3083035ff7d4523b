// A list of any length: only the rows that can be seen are in the document, and pages are asked for as they are needed.

import { h, newId } from "./dom.js";

const SPARE = 6; // rows above and below

/**
 * @param {string} label for screen readers
 * @param {number} rowHeight pixels
 * @param {function(Object): Node[]} content what a row shows of an item, which has an `id`
 * @param {function(Object|null, AbortSignal): Promise<{items: Object[], total: number}>} load the page behind an item
 * @param {function(Object)} open an item was chosen
 * @param {Node[]} empty shown where there is nothing
 */
export class WindowedList {
  #rows = new Map();
  #loading = null;
  #drawing = 0;
  #generation = 0;
  #prefix = newId("row");

  constructor({ label, rowHeight, content, load, open, failed, empty, mark = () => "" }) {
    Object.assign(this, { rowHeight, content, load, open, failed, mark });
    this.items = [];
    this.total = 0;
    this.selected = null;
    this.list = h("div", { role: "listbox", "aria-label": label, tabindex: 0, class: "windowed", onkeydown: (event) => this.#key(event),
      onscroll: () => this.#soon() });
    this.spacer = h("div", { class: "spacer", role: "presentation" });
    this.nothing = h("div", { class: "empty", hidden: true }, empty);
    this.list.append(this.spacer);
    this.element = h("div", { class: "windowed-pane" }, this.list, this.nothing);
    this.sizes = new ResizeObserver(() => this.#soon());
    this.sizes.observe(this.list);
  }

  close() {
    this.sizes.disconnect();
    cancelAnimationFrame(this.#drawing);
  }

  /** Forget all, and begin with the first page. */
  async restart() {
    this.#generation++;
    this.#loading = null;
    this.items = [];
    this.total = 0;
    this.list.scrollTop = 0;
    await this.#more();
  }

  /** Look whether the first page is still the same; where it is not, what is behind it is asked for anew. */
  async refresh() {
    const generation = this.#generation;
    const page = await this.load(null);
    if (generation !== this.#generation) return;
    const same = page.total === this.total && page.items.every((item, index) => this.items[index]?.id === item.id);
    this.items = same ? [...page.items, ...this.items.slice(page.items.length)] : page.items;
    if (!same) this.#generation++, (this.#loading = null);
    this.total = page.total;
    this.#draw();
  }

  /** Put an item before all others, where it is not there yet; what is read stays where it is. */
  prepend(item) {
    if (this.items.some((known) => known.id === item.id)) return;
    this.items.unshift(item);
    this.total++;
    this.#shown();
    if (this.list.scrollTop > 0) this.list.scrollTop += this.rowHeight;
    this.#draw();
  }

  /** Put an item in the place of the one with its id. */
  replace(item) {
    const index = this.items.findIndex((known) => known.id === item.id);
    if (index >= 0) this.items[index] = { ...this.items[index], ...item };
    this.#soon();
  }

  select(id, { scroll = false } = {}) {
    this.selected = id;
    const index = this.items.findIndex((item) => item.id === id);
    if (scroll && index >= 0) this.#reveal(index);
    this.#draw();
  }

  /** Choose the item so many further on. */
  step(by) {
    const at = this.items.findIndex((item) => item.id === this.selected);
    this.#choose(at < 0 ? 0 : at + by);
  }

  async #more() {
    if (this.#loading) return this.#loading;
    const generation = this.#generation;
    this.#loading = (async () => {
      try {
        const page = await this.load(this.items.at(-1) ?? null);
        if (generation !== this.#generation) return;
        const known = new Set(this.items.map((item) => item.id));
        this.items.push(...page.items.filter((item) => !known.has(item.id)));
        this.total = page.items.length ? Math.max(page.total, this.items.length) : this.items.length;
      } catch (error) {
        if (generation === this.#generation) this.failed(error), (this.total = this.items.length);
      } finally {
        if (generation === this.#generation) this.#loading = null;
      }
    })();
    await this.#loading;
    if (generation === this.#generation) this.#draw();
  }

  #key(event) {
    const page = Math.max(1, Math.floor(this.list.clientHeight / this.rowHeight) - 1);
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page };
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in steps) this.step(steps[event.key]);
    else if (event.key === "Home") this.#choose(0);
    else if (event.key === "End") this.#choose(this.items.length - 1);
    else if (event.key === "Enter" || event.key === " ") this.#open(true);
    else return;
    event.preventDefault();
  }

  #choose(index) {
    if (!this.items.length) return;
    const at = Math.min(Math.max(index, 0), this.items.length - 1);
    this.selected = this.items[at].id;
    this.#reveal(at);
    this.#draw();
    this.#open(false);
  }

  #open(entering) {
    const item = this.items.find((known) => known.id === this.selected);
    if (item) this.open(item, entering);
  }

  #reveal(index) {
    const top = index * this.rowHeight;
    if (top < this.list.scrollTop) this.list.scrollTop = top;
    const bottom = top + this.rowHeight - this.list.clientHeight;
    if (bottom > this.list.scrollTop) this.list.scrollTop = bottom;
  }

  #soon() {
    cancelAnimationFrame(this.#drawing);
    this.#drawing = requestAnimationFrame(() => this.#draw());
  }

  #shown() {
    this.spacer.style.height = `${this.total * this.rowHeight}px`;
    this.nothing.hidden = this.total > 0;
    this.list.hidden = this.total === 0;
  }

  #draw() {
    this.#shown();
    const first = Math.max(0, Math.floor(this.list.scrollTop / this.rowHeight) - SPARE);
    const count = Math.ceil((this.list.clientHeight || 400) / this.rowHeight) + 2 * SPARE;
    const end = Math.min(this.total, first + count);
    const rows = new Map();
    for (let index = first; index < Math.min(end, this.items.length); index++) {
      const item = this.items[index];
      rows.set(item.id, this.#row(item, index));
    }
    for (const [id, row] of this.#rows) if (!rows.has(id)) row.element.remove();
    this.#rows = rows;
    for (const row of rows.values()) if (!row.element.isConnected) this.spacer.append(row.element);
    const active = this.#rows.get(this.selected);
    if (active) this.list.setAttribute("aria-activedescendant", active.element.id);
    else this.list.removeAttribute("aria-activedescendant");
    if (end > this.items.length && this.items.length < this.total) this.#more();
  }

  #row(item, index) {
    let row = this.#rows.get(item.id);
    if (!row || row.item !== item) {
      row?.element.remove();
      const element = h("div", { role: "option", id: newId(this.#prefix), class: `row ${this.mark(item)}`, onclick: () => this.#click(item) }, this.content(item));
      element.style.height = `${this.rowHeight}px`;
      row = { item, element };
    }
    row.element.style.transform = `translateY(${index * this.rowHeight}px)`;
    row.element.setAttribute("aria-posinset", index + 1);
    row.element.setAttribute("aria-setsize", this.total);
    row.element.setAttribute("aria-selected", item.id === this.selected);
    return row;
  }

  #click(item) {
    this.selected = item.id;
    this.#draw();
    this.#open(true);
  }
}
