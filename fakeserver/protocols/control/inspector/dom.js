// Makes elements. Text is always text: nothing that a message or a token says becomes markup.

/**
 * Make an element.
 * @param {string} name of its tag
 * @param {Object} attributes functions are listeners ("onclick"); null, undefined and false are left out
 * @param {...(Node|string|number|null|Array)} children
 */
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) set(element, key, value);
  fill(element, ...children);
  return element;
}

function set(element, key, value) {
  if (value === null || value === undefined) return;
  // What is false there is said, and not left out.
  if (key.startsWith("aria-")) return void element.setAttribute(key, String(value));
  if (value === false) return;
  if (typeof value === "function") element.addEventListener(key.slice(2), value);
  else if (key === "value" || key === "checked" || key === "selected") element[key] = value;
  else element.setAttribute(key, value === true ? "" : value);
}

/** Give an element these children in the place of those it has. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

let made = 0;
/** Return an id that no other element has. */
export const newId = (prefix) => `${prefix}-${++made}`;

/** Say what to do where there is nothing to see. */
export const empty = (...children) => h("div", { class: "empty" }, ...children);

/** A table of names and values; rows without a value are left out. */
export function facts(rows, attributes = {}) {
  const shown = rows.filter(([, value]) => value !== null && value !== undefined && value !== "");
  return h("dl", { class: "facts", ...attributes }, shown.map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));
}

/** Make a button that does something that may fail, and cannot be pressed meanwhile. */
export function action(label, attributes, act) {
  const button = h("button", { type: "button", ...attributes, onclick: async () => {
    button.disabled = true;
    try {
      await act(button);
    } finally {
      button.disabled = false;
    }
  } }, label);
  return button;
}

/** Ask a question in a dialogue; resolves to the form's values, or to null where it was left. */
export function ask(title, fields, verb = "OK") {
  const heading = newId("dialogue");
  const dialogue = h("dialog", { "aria-labelledby": heading },
    h("form", { method: "dialog" }, h("h2", { id: heading }, title), fields,
      h("p", { class: "buttons" }, h("button", { value: "yes", class: "primary" }, verb),
        h("button", { value: "", formnovalidate: true }, "Cancel"))));
  document.body.append(dialogue);
  dialogue.showModal();
  return new Promise((resolve) => dialogue.addEventListener("close", () => {
    const values = Object.fromEntries(new FormData(dialogue.querySelector("form")));
    dialogue.remove();
    resolve(dialogue.returnValue === "yes" ? values : null);
  }));
}
