// Tells the person what happened: a line that screen readers say, and failures as sentences.

import { h } from "./dom.js";

/** Say something to screen readers. */
export function say(sentence) {
  document.getElementById("said").textContent = sentence;
}

/** Show why something did not work. */
export function fail(error) {
  if (error?.name === "AbortError") return;
  const sentence = error?.message || String(error);
  const place = document.getElementById("failures");
  const row = h("p", { class: "failure" }, h("span", {}, sentence),
    h("button", { type: "button", onclick: () => row.remove() }, "Dismiss"));
  // The same failure again replaces itself.
  [...place.children].filter((old) => old.firstChild.textContent === row.firstChild.textContent).forEach((old) => old.remove());
  place.append(row);
  while (place.children.length > 3) place.firstChild.remove();
}

/** Forget the failures of another view. */
export const forget = () => document.getElementById("failures").replaceChildren();

/** Do something; show why it failed where it fails, and return undefined then. */
export async function attempt(act) {
  try {
    return await act();
  } catch (error) {
    fail(error);
    return undefined;
  }
}

/** A moment as people compare it with logs: UTC, the day only where it is another one. */
export function moment(iso, now = new Date()) {
  if (!iso) return "";
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return String(iso);
  const whole = at.toISOString();
  const seconds = whole.slice(11, 19);
  return whole.slice(0, 10) === now.toISOString().slice(0, 10) ? seconds : `${whole.slice(0, 10)} ${seconds}`;
}

/** Octets in words. */
export function octets(count) {
  if (count === undefined || count === null) return "";
  if (count < 1000) return `${count} B`;
  return count < 1e6 ? `${(count / 1000).toFixed(count < 1e4 ? 1 : 0)} kB` : `${(count / 1e6).toFixed(1)} MB`;
}

/** Copy a text, and say so. */
export async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text);
    say("Copied.");
    const before = button.textContent;
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = before), 1200);
  } catch {
    fail(new Error("The browser does not let the page copy; select the text and copy it by hand."));
  }
}
