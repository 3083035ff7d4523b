// The parts of a message as a tree: what each says that it is.

import { h } from "./dom.js";
import { octets } from "./telling.js";

/** Return the tree of a part and those in it; numbers are IMAP's. */
export function structure(part, number = "") {
  const { content_type: type, parts = [], size, ...more } = part;
  const told = Object.entries(more).filter(([, value]) => value !== null && value !== "" && typeof value !== "object");
  const line = [h("b", {}, type || "text/plain"), " ", told.map(([name, value]) => [h("span", { class: "quiet" }, ` ${name.replaceAll("_", " ")} `), h("code", {}, value)]),
    size === undefined || size === null ? null : h("span", { class: "quiet" }, ` ${octets(size)}`)];
  const shown = number || (parts.length ? "" : "1");
  const children = parts.map((child, index) => h("li", {}, structure(child, number ? `${number}.${index + 1}` : `${index + 1}`)));
  return h("div", { class: "part" }, h("p", {}, shown ? h("span", { class: "number" }, shown) : null, line), children.length ? h("ul", {}, children) : null);
}
