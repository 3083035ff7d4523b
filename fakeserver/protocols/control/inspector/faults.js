// Faults on demand: order one, see what is ordered, take it back.

import { get, path, post, remove } from "./api.js";
import { action, empty, h, newId } from "./dom.js";
import { valueOf, written } from "./values.js";
import { attempt, say } from "./telling.js";

const HINTS = { user: "everybody", app: "every application", nth: "1: the first time", times: "as the kind says", for_: "seconds; for good", probability: "1: always", seed: "drawn" };

function hint(one) {
  if (one.is_required) return one.takes || "needed";
  return one.name === "operation" ? "those that the kind names" : `${written(one.default)} unless it is given`;
}

/** The controls of faults. */
export async function faults(context) {
  const base = `${path("tenants", context.tenant)}/faults`;
  const { kinds } = await get("faults");
  const ordered = h("ul", { class: "rows" });
  const none = h("div");
  const chosen = h("select", { "aria-label": "Kind", onchange: () => form() }, kinds.map((kind) => h("option", {}, kind.name)));
  const meaning = h("p", { class: "quiet" });
  const fields = h("div", { class: "grid" });

  const draw = async () => {
    const told = await get(base);
    const shown = told.faults.filter((fault) => fault.in_force || fault.taken);
    ordered.replaceChildren(...shown.map((fault) => h("li", {}, h("code", {}, fault.text),
      h("span", { class: "quiet" }, `happened ${fault.taken === 1 ? "once" : `${fault.taken} times`}${fault.in_force ? "" : ", over"}`),
      action("Cancel", { "aria-label": `Cancel ${fault.text}` }, () => attempt(async () => {
        await remove(`${base}/${encodeURIComponent(fault.id)}`);
        await draw();
        say("Cancelled.");
      })))));
    none.hidden = shown.length > 0;
    if (!shown.length) none.replaceChildren(empty(h("p", {}, "No fault is ordered. Choose a kind, and the next request that fits meets it.")));
  };

  const field = (name, placeholder, list, required = false) => {
    const id = newId("field");
    // for_ is a name of Python's.
    const label = h("label", { for: id }, name.replace(/_$/, ""));
    if (!list?.length) return [label, h("input", { id, name, placeholder: placeholder || "", required, autocomplete: "off" })];
    return [label, h("select", { id, name, required }, ["", ...list].map((value) => h("option", { value }, value || placeholder)))];
  };

  const form = () => {
    const kind = kinds.find(({ name }) => name === chosen.value);
    meaning.textContent = kind?.meaning || "";
    const own = kind.parameters.map((one) => field(one.name, hint(one), one.name === "place" ? kind.places : [], one.is_required));
    fields.replaceChildren(...[own, kind.where.map((name) => field(name, HINTS[name]))].flat(9).filter(Boolean));
  };

  const order = async () => {
    const given = [...fields.querySelectorAll("input, select")].filter(({ value }) => value.trim() !== "");
    await post(base, { kind: chosen.value, ...Object.fromEntries(given.map(({ name, value }) => [name, valueOf(value)])) });
    say("Ordered.");
    await draw();
  };

  form();
  await draw();
  return [h("h3", {}, "Ordered"), ordered, none, h("p", { class: "buttons" }, action("Cancel all", {}, () => attempt(async () => {
    await remove(base);
    await draw();
  }))), h("h3", {}, "Order one"), h("form", { onsubmit: (event) => (event.preventDefault(), attempt(order)) }, h("p", { class: "form" }, h("label", {}, "Kind", chosen)), meaning, fields,
    h("p", { class: "buttons" }, h("button", { class: "primary" }, "Order")))];
}
