// Faults on demand: order one, see what is ordered, take it back.

import { get, path, post, remove } from "./api.js";
import { action, empty, h, newId } from "./dom.js";
import { valueOf } from "./values.js";
import { attempt, say } from "./telling.js";

/** The controls of faults. */
export async function faults(context) {
  const base = `${path("tenants", context.tenant)}/faults`;
  const { kinds } = await get("faults");
  const ordered = h("ul", { class: "rows" });
  const chosen = h("select", { "aria-label": "Kind", onchange: () => form() }, kinds.map((kind) => h("option", {}, kind.name)));
  const meaning = h("p", { class: "quiet" });
  const fields = h("div", { class: "grid" });

  const draw = async () => {
    const told = await get(base);
    ordered.replaceChildren(...told.faults.map((fault) => h("li", {}, h("code", {}, fault.text),
      h("span", { class: "quiet" }, fault.times_left === null || fault.times_left === undefined ? " until it is cancelled" : ` ${fault.times_left} times more`),
      action("Cancel", { "aria-label": `Cancel ${fault.text}` }, () => attempt(async () => {
        await remove(`${base}/${encodeURIComponent(fault.id)}`);
        await draw();
        say("Cancelled.");
      })))));
    if (!told.faults.length) ordered.replaceChildren(empty(h("p", {}, "No fault is ordered. Choose a kind, and the next request that fits meets it.")));
  };

  const field = (name, hint, list) => {
    const id = newId("field");
    const choices = list?.length ? h("datalist", { id: `${id}-list` }, list.map((value) => h("option", { value }))) : null;
    return [h("label", { for: id }, name), h("input", { id, name, placeholder: hint || "", list: choices ? `${id}-list` : null, autocomplete: "off" }), choices];
  };

  const form = () => {
    const kind = kinds.find(({ name }) => name === chosen.value);
    meaning.textContent = kind?.meaning || "";
    const parameters = parametersOf(kind);
    const places = kind?.places?.length ? field("place", kind.places.slice(0, 3).join(", "), kind.places) : [];
    fields.replaceChildren(...[places, parameters.filter(({ name }) => name !== "place").map(({ name, hint }) => field(name, hint))].flat(9).filter(Boolean));
  };

  const order = async () => {
    const given = [...fields.querySelectorAll("input")].filter(({ value }) => value.trim() !== "");
    await post(base, { kind: chosen.value, ...Object.fromEntries(given.map(({ name, value }) => [name, valueOf(value)])) });
    say("Ordered.");
    await draw();
  };

  form();
  await draw();
  return [h("h3", {}, "Ordered"), ordered, h("p", { class: "buttons" }, action("Cancel all", {}, () => attempt(async () => {
    await remove(base);
    await draw();
  }))), h("h3", {}, "Order one"), h("form", { onsubmit: (event) => (event.preventDefault(), attempt(order)) }, h("p", { class: "form" }, h("label", {}, "Kind", chosen)), meaning, fields,
    h("p", { class: "buttons" }, h("button", { class: "primary" }, "Order")))];
}

/** What a kind takes, whether it is told as names or with more about each. */
function parametersOf(kind) {
  const told = kind?.parameters || [];
  if (!Array.isArray(told)) return Object.entries(told).map(([name, hint]) => ({ name, hint: hint === null ? "" : String(hint) }));
  return told.map((one) => (typeof one === "string" ? { name: one, hint: "" } : { name: one.name, hint: one.takes || (one.default === undefined || one.default === null ? "" : String(one.default)) }));
}
