// Why something was refused: the rule, the claims, what would let it pass, and the page.

import { facts, h } from "./dom.js";

/** Return one refusal, explained. */
export function refusal(why) {
  const listed = (values) => {
    const lines = Object.entries(values).map(([name, value]) => h("li", {}, h("code", {}, `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`)));
    return lines.length ? h("ul", { class: "plain" }, lines) : "";
  };
  // What the rule says already is not repeated.
  const further = Object.fromEntries(Object.entries(why.facts).filter(([, value]) => !why.rule.includes(String(value))));
  const page = why.page && `https://${why.page}`;
  return h("section", { class: "refusal", "aria-label": why.name },
    h("h3", {}, why.name), h("p", {}, why.sentence),
    facts([["Rule", why.rule], ["Facts", listed(further)],
      ["On the fake", why.fix && h("code", {}, why.fix)], ["In a real tenant", why.real],
      ["Page", page && h("a", { href: page, target: "_blank", rel: "noreferrer noopener" }, why.page)],
      ["Claims", listed(why.token)]]));
}
