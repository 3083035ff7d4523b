// The tenant's clock: what time it is there, and moving it.

import { get, path, post } from "./api.js";
import { action, facts, h } from "./dom.js";
import { attempt, say } from "./telling.js";

const UNITS = ["seconds", "minutes", "hours", "days"];

/** The controls of the clock. */
export async function clock(context) {
  const base = `${path("tenants", context.tenant)}/clock`;
  const shown = h("div", { "aria-live": "polite" });
  const amount = h("input", { type: "number", value: "1", min: "0", step: "any", "aria-label": "How much" });
  const unit = h("select", { "aria-label": "Unit" }, UNITS.map((name) => h("option", { selected: name === "hours" }, name)));
  const draw = (told) => {
    shown.replaceChildren(facts([["Now", h("time", { datetime: told.now }, told.now)], ["Ahead of this machine", ahead(told.ahead) || "not at all"], ["Stands still", told.frozen ? "yes" : "no"]]));
    context.showClock(told);
  };
  const turn = (way, body) => attempt(async () => {
    draw(await post(`${base}/${way}`, body));
    say("The clock was moved.");
  });
  draw(await get(base));
  return [h("p", {}, "Tokens, budgets and what happens later go by this clock. Programs under test have their own."), shown,
    h("p", { class: "form" }, h("label", {}, "Advance by", amount), unit, action("Advance", {}, () => turn("advance", { [unit.value]: Number(amount.value) }))),
    h("p", { class: "buttons" }, action("Freeze", {}, () => turn("freeze", {})), action("Let it run", {}, () => turn("unfreeze", {})))];
}

/** Say how far ahead a clock is; empty where it is not. */
export function ahead(seconds) {
  const whole = Math.round(Number(seconds) || 0);
  if (!whole) return "";
  const parts = [[86400, "d"], [3600, "h"], [60, "min"], [1, "s"]];
  let rest = Math.abs(whole);
  const said = parts.map(([size, name]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count ? `${count} ${name}` : "";
  });
  return `${whole < 0 ? "−" : "+"}${said.filter(Boolean).join(" ")}`;
}
