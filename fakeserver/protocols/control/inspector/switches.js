// Switches: those of the tenant and those of each user, with what an admin calls them.

import { get, patch, path } from "./api.js";
import { action, empty, h, newId } from "./dom.js";
import { soon } from "./live.js";
import { attempt, say } from "./telling.js";
import { same, valueOf, written } from "./values.js";

/** The controls of all switches. */
export async function switches(context) {
  const base = path("tenants", context.tenant);
  const [known, { users }] = await Promise.all([get("switches"), get(`${base}/users`)]);
  const of = h("select", { "aria-label": "Whose", onchange: () => attempt(draw) }, h("option", { value: "" }, "the tenant"), users.map((user) => h("option", { value: user.address }, user.address)));
  const search = h("input", { type: "search", "aria-label": "Find a switch", placeholder: "Find a switch", oninput: soon(() => filter(), 80) });
  const changed = h("input", { type: "checkbox", onchange: () => filter() });
  const list = h("ul", { class: "switches", "aria-label": "Switches" });
  const none = empty(h("p", {}, "No switch fits. Try another word, or leave “changed only”."));

  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of list.children) {
      row.hidden = !words.every((word) => row.dataset.said.includes(word)) || (changed.checked && !row.classList.contains("changed"));
    }
    none.hidden = [...list.children].some((row) => !row.hidden);
  };

  const draw = async () => {
    const user = of.value;
    const where = user ? `${base}/${path("users", user)}` : `${base}/policies`;
    const told = await get(where);
    const values = user ? told.switches : told;
    list.replaceChildren(...(user ? known.users : known.policies).map((one) => row(one, values[one.name], (value) => patch(where, { [one.name]: value }))));
    filter();
  };

  await draw();
  return [h("p", { class: "form" }, h("label", {}, "Of", of), search, h("label", { class: "inline" }, changed, "changed only")), list, none];
}

function row(one, value, set) {
  const id = newId("switch");
  let now = value;
  const element = h("li", { "data-said": `${one.name} ${one.admin_name} ${one.meaning}`.toLowerCase() });
  const input = control(one, value, id);
  const mark = () => element.classList.toggle("changed", !same(now, one.default));
  const put = (wanted) => attempt(async () => {
    await set(wanted);
    now = wanted;
    say(`${one.name} is ${written(wanted)}.`);
  }).then(() => (input.show(now), mark()));
  input.element.addEventListener("change", () => put(input.read()));
  const back = action("Default", { title: `Back to ${written(one.default)}`, "aria-label": `${one.name} back to its default` }, () => put(one.default));
  element.append(h("div", { class: "what" }, h("label", { for: id }, h("code", {}, one.name)), h("span", { class: "quiet" }, one.admin_name)), h("p", {}, one.meaning), h("div", { class: "set" }, input.element, back));
  mark();
  return element;
}

/** What a switch is set by: a box for yes and no, a choice for single values, else a field that takes JSON. */
function control(one, value, id) {
  const { values } = one;
  // What is left of the words when single values are taken off: a kind of values, which only a field can take.
  const isClosed = !/[a-z]/i.test(one.takes.replace(/'[^']*'|True|False|None/g, ""));
  if (isClosed && values.length === 2 && values.every((single) => typeof single === "boolean")) {
    const element = h("input", { type: "checkbox", role: "switch", id, checked: value === true });
    return { element, read: () => element.checked, show: (now) => (element.checked = now === true) };
  }
  if (isClosed) {
    const element = h("select", { id }, values.map((single) => h("option", { value: written(single), selected: same(single, value) }, written(single))));
    return { element, read: () => values[element.selectedIndex], show: (now) => (element.selectedIndex = values.findIndex((single) => same(single, now))) };
  }
  const element = h("input", { id, value: written(value), title: `takes ${one.takes || "any value"}`, autocomplete: "off" });
  return { element, read: () => valueOf(element.value), show: (now) => (element.value = written(now)) };
}
