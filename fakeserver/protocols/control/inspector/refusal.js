// Why something was refused: the rule, the claims, what would let it pass, and the page.

import { facts, h } from "./dom.js";

/** Return one refusal, explained. */
export function refusal(why) {
  const claims = (why.token || "").split(", ").filter(Boolean).map((claim) => h("li", {}, h("code", {}, claim)));
  return h("section", { class: "refusal", "aria-label": why.name },
    h("h3", {}, why.name), h("p", {}, why.sentence),
    facts([["Rule", why.rule], ["Facts", why.facts], ["Token", claims.length ? h("ul", { class: "plain" }, claims) : ""],
      ["On the fake", why.on_the_fake && h("code", {}, why.on_the_fake)], ["In a real tenant", why.in_a_real_tenant],
      ["Page", why.page && h("a", { href: why.page, target: "_blank", rel: "noreferrer noopener" }, why.page.replace(/^\w+:\/\//, ""))]]));
}
