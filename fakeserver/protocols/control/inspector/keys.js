// The keyboard: single letters, none of which is taken while somebody writes.

import { h, newId } from "./dom.js";

const KEYS = [
  ["j / k", "next, previous"], ["↑ ↓", "in the tree and in lists, the same"], ["Enter", "open"], ["u / Escape", "back, one level up"], ["[ / ]", "previous, next tab"], ["/", "search or filter"],
  ["r", "mark a message as read or unread"], ["Delete", "delete a message"], ["g m", "mail"], ["g j", "journal"], ["g t", "tokens"], ["g c", "controls"], ["g s", "settings"], ["?", "this list"],
];
const ACTS = { j: "next", k: "previous", Enter: "open", u: "up", Escape: "up", "[": "previous tab", "]": "next tab", "/": "search", r: "read", Delete: "delete" };
const PLACES = { m: "mailboxes", j: "journal", t: "tokens", c: "controls", s: "settings" };
const G_COUNTS = 1500; // ms

/**
 * Listen to the keyboard.
 * @param {function(string)} visit a section was asked for
 * @param {function(string): boolean} act the view is to do something; says whether it has
 */
export function listen(visit, act) {
  let began = 0;
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const writing = event.target.closest("input:not([type=checkbox]), textarea, select");
    if (writing && event.key === "Escape") leave(writing);
    if (writing) return;
    const afterG = Date.now() - began < G_COUNTS;
    began = event.key === "g" ? Date.now() : 0;
    if (event.key === "?") showKeys();
    else if (afterG && event.key in PLACES) visit(PLACES[event.key]);
    else if (event.key === "Enter" && event.target.closest("a, button, summary")) return;
    else if (!(event.key in ACTS) || !act(ACTS[event.key])) return;
    event.preventDefault();
  });
}

/** Leave a field; a filter that is left so is taken off. */
function leave(field) {
  if (field.type === "search" && field.value) {
    field.value = "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  field.blur();
}

/** Show what the keys do. */
export function showKeys() {
  const heading = newId("keys");
  const dialogue = h("dialog", { "aria-labelledby": heading }, h("h2", { id: heading }, "Keys"),
    h("dl", { class: "facts" }, KEYS.map(([keys, meaning]) => [h("dt", {}, keys.split(" ").map((key) => (key === "/" && keys.length > 1 ? " / " : [h("kbd", {}, key), " "]))), h("dd", {}, meaning)])),
    h("form", { method: "dialog", class: "buttons" }, h("button", {}, "Close")));
  dialogue.addEventListener("close", () => dialogue.remove());
  document.body.append(dialogue);
  dialogue.showModal();
}
