// A list of any length: only the rows that can be seen are in the document, and only the pages around them are asked for.

import { h, newId } from "./dom.js";

const SPARE = 6; // rows above and below
const PAGE = 100;

/**
 * @param {string} label for screen readers
 * @param {number} rowHeight pixels
 * @param {function(Object): Node[]} content what a row shows of an item, which has an `id`
 * @param {function(number, number): Promise<{items: Object[], total: number}>} load so many items from a place on
 * @param {function(Object, boolean)} open an item was chosen; whether it is to be entered, or only looked at
 * @param {function(Error)} failed
 * @param {Node[]} empty shown where there is nothing
 * @param {function(Object): string} mark the class of an item's row
 */
export class WindowedList {
  /** by place; what was not asked for is undefined */
  items = [];
  selected = null;
  #rows = new Map();
  #asked = new Map();
  #drawing = 0;
  #generation = 0;
  #prefix = newId("row");

  constructor({ label, rowHeight, content, load, open, failed, empty, mark = () => "" }) {
    Object.assign(this, { rowHeight, content, load, open, failed, mark });
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

  get total() {
    return this.items.length;
  }

  /** Forget all, and begin at the top. */
  async restart() {
    this.#forget(0);
    this.list.scrollTop = 0;
    await this.#page(0);
  }

  /** Look whether the first page is still the same; where it is not, all others are asked for anew. */
  async refresh() {
    const generation = this.#generation;
    const page = await this.load(0, PAGE);
    if (generation !== this.#generation) return;
    if (page.total !== this.total || page.items.some((item, place) => this.items[place]?.id !== item.id)) this.#forget(page.total);
    this.#put(0, page);
  }

  /** Put an item before all others, where it is not there yet; what is read stays where it is. */
  prepend(item) {
    if (this.items.some((known) => known?.id === item.id)) return;
    this.items.unshift(item);
    this.#asked.clear();
    this.#shown();
    if (this.list.scrollTop > 0) this.list.scrollTop += this.rowHeight;
    this.#draw();
  }

  /** Mark an item as chosen, and go where it is. */
  select(id) {
    this.selected = id;
    const place = this.#placeOf(id);
    if (place >= 0) this.#reveal(place);
    this.#draw();
  }

  /** Choose the item so many further on. */
  step(by) {
    const place = this.#placeOf(this.selected);
    this.#choose(place < 0 ? 0 : place + by);
  }

  #placeOf = (id) => this.items.findIndex((item) => item && item.id === id);

  #forget(total) {
    this.#generation++;
    this.#asked.clear();
    this.items = Array.from({ length: total });
  }

  #put(first, page) {
    if (page.total !== this.total) this.#forget(page.total);
    page.items.forEach((item, place) => (this.items[first + place] = item));
    this.#draw();
  }

  /** Ask for the page that a place is on, once. */
  #page(place) {
    const first = place - (place % PAGE);
    if (!this.#asked.has(first)) {
      const generation = this.#generation;
      this.#asked.set(first, this.load(first, PAGE).then((page) => generation === this.#generation && this.#put(first, page),
        (error) => (this.#asked.delete(first), this.failed(error))));
    }
    return this.#asked.get(first);
  }

  #key(event) {
    const page = Math.max(1, Math.floor(this.list.clientHeight / this.rowHeight) - 1);
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page };
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in steps) this.step(steps[event.key]);
    else if (event.key === "Home") this.#choose(0);
    else if (event.key === "End") this.#choose(this.total - 1);
    else if (event.key === "Enter" || event.key === " ") this.enter();
    else return;
    event.preventDefault();
  }

  async #choose(wanted) {
    if (!this.total) return;
    const place = Math.min(Math.max(wanted, 0), this.total - 1);
    this.#reveal(place);
    if (!this.items[place]) await this.#page(place);
    if (!this.items[place]) return;
    this.selected = this.items[place].id;
    this.#draw();
    this.open(this.items[place], false);
  }

  /** Open the chosen item. */
  enter() {
    const item = this.items[this.#placeOf(this.selected)];
    if (item) this.open(item, true);
  }

  #reveal(place) {
    const top = place * this.rowHeight;
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
    for (let place = first; place < end; place++) {
      const item = this.items[place];
      if (item) rows.set(item.id, this.#row(item, place));
      else this.#page(place);
    }
    for (const [id, row] of this.#rows) if (!rows.has(id)) row.element.remove();
    this.#rows = rows;
    for (const row of rows.values()) if (!row.element.isConnected) this.spacer.append(row.element);
    const active = this.#rows.get(this.selected);
    if (active) this.list.setAttribute("aria-activedescendant", active.element.id);
    else this.list.removeAttribute("aria-activedescendant");
  }

  #row(item, place) {
    let row = this.#rows.get(item.id);
    if (!row || row.item !== item) {
      row?.element.remove();
      const element = h("div", { role: "option", id: newId(this.#prefix), class: `row ${this.mark(item)}`, onclick: () => this.#click(item) }, this.content(item));
      element.style.height = `${this.rowHeight}px`;
      row = { item, element };
    }
    row.element.style.transform = `translateY(${place * this.rowHeight}px)`;
    row.element.setAttribute("aria-posinset", place + 1);
    row.element.setAttribute("aria-setsize", this.total);
    row.element.setAttribute("aria-selected", item.id === this.selected);
    return row;
  }

  #click(item) {
    this.selected = item.id;
    this.#draw();
    this.enter();
  }
}
