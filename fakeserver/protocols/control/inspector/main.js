// The page as a whole: which tenant, which view, and what is heard of it.

import { get, onKeyNeeded, path, post, takeKey } from "./api.js";
import { ahead } from "./clock.js";
import { Controls } from "./controls.js";
import { action, ask, empty, h } from "./dom.js";
import { Journal } from "./journal.js";
import { listen, showKeys } from "./keys.js";
import { Live } from "./live.js";
import { Mail } from "./mail.js";
import { address, go, route } from "./router.js";
import { Settings } from "./settings.js";
import { attempt, fail, forget } from "./telling.js";
import { Tokens } from "./tokens.js";

const VIEWS = { mailboxes: ["Mail", Mail], journal: ["Journal", Journal], tokens: ["Tokens", Tokens], controls: ["Controls", Controls], settings: ["Settings", Settings] };
const HEARD = { live: "live", lost: "not connected, trying again", gone: "this tenant is gone" };
const place = document.getElementById("view");
const chooser = document.getElementById("tenants");

const context = { tenants: [], tenant: "", live: new EventTarget(), showClock, refresh };
let missing = "";
let shown = { view: null, key: "" };

onKeyNeeded(async (why) => (await ask("This fake asks for a key", [h("p", {}, why),
  h("label", {}, "Key", h("input", { name: "key", type: "password", required: true, autocomplete: "off" }))]))?.key ?? null);

async function loadTenants() {
  const told = await attempt(() => get("tenants"));
  if (!told) return false;
  context.tenants = told.tenants;
  chooser.replaceChildren(...told.tenants.map((tenant) => h("option", { value: tenant.tenant_id }, `${tenant.label || tenant.name} (${tenant.domain})`)));
  return true;
}

/** Load what is shown anew: the tenant was reset or restored. */
async function refresh() {
  await loadTenants();
  shown.key = "";
  await update();
}

function hear(tenant) {
  context.live.close?.();
  context.tenant = tenant;
  context.live = new Live(tenant);
  context.live.addEventListener("state", ({ detail }) => {
    const output = document.getElementById("live");
    output.textContent = HEARD[detail];
    output.className = detail;
  });
  context.live.addEventListener("mailboxes", () => attempt(loadTenants));
  attempt(async () => showClock(await get(`${path("tenants", tenant)}/clock`)));
}

function showClock(told) {
  const said = [ahead(told.ahead), told.frozen ? "stands still" : ""].filter(Boolean).join(", ");
  document.getElementById("clock").textContent = said && `clock ${said}`;
}

function nobody() {
  shown.view?.close();
  shown = { view: null, key: "" };
  place.replaceChildren(empty(h("h2", {}, "There is no tenant yet"), h("p", {}, "A test makes its own; or make one with users alice and bob, to look around."),
    action("Make a tenant", { class: "primary" }, () => attempt(async () => {
      const made = await post("tenants", {});
      await loadTenants();
      go(address(made.tenant_id, ["mailboxes"]));
    }))));
}

async function update() {
  const wanted = route();
  let tenant = context.tenants.find(({ tenant_id: id, domain }) => [id, domain].includes(wanted.tenant));
  if (wanted.tenant && !tenant) {
    await loadTenants();
    tenant = context.tenants.find(({ tenant_id: id, domain }) => [id, domain].includes(wanted.tenant));
    if (!tenant) missing = wanted.tenant;
  }
  tenant ??= context.tenants.at(-1);
  if (!tenant) return nobody();
  if (tenant.tenant_id !== wanted.tenant) return go(address(tenant.tenant_id, tenant.domain === wanted.tenant ? location.hash.split("?")[0].split("/").slice(3).map(decodeURIComponent) : []), { replace: true });
  chooser.value = tenant.tenant_id;
  if (context.tenant !== tenant.tenant_id) hear(tenant.tenant_id);
  await show(wanted);
  if (missing) fail(new Error(`The tenant ${missing} is not there (any more); this is another one.`));
  missing = "";
}

async function show(wanted) {
  const section = wanted.section === "outbound" ? "mailboxes" : wanted.section;
  const [label, View] = VIEWS[section] ?? VIEWS.mailboxes;
  const key = `${context.tenant} ${label}`;
  if (shown.key !== key) {
    shown.view?.close();
    forget();
    shown = { view: new View(context), key };
    place.replaceChildren(shown.view.element);
  }
  document.title = `${wanted.name || label} · Inspector`;
  for (const link of document.querySelectorAll("#views a")) {
    link.href = address(context.tenant, [link.dataset.section]);
    if (link.dataset.section === section) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  await shown.view.update(wanted);
}

document.getElementById("views").append(...Object.entries(VIEWS).map(([section, [label]]) => h("a", { "data-section": section, "aria-keyshortcuts": `g ${section === "mailboxes" ? "m" : section[0]}` }, label)));
document.getElementById("help").addEventListener("click", showKeys);
document.getElementById("skip").addEventListener("click", (event) => (event.preventDefault(), place.focus()));
chooser.addEventListener("change", () => go(address(chooser.value, [route().section])));
chooser.addEventListener("pointerenter", () => loadTenants().then(() => (chooser.value = context.tenant)));
window.addEventListener("focus", () => loadTenants().then(() => (chooser.value = context.tenant)));
window.addEventListener("hashchange", () => attempt(update));
listen((section) => go(address(context.tenant, [section])), (name) => shown.view?.key(name) ?? false);
takeKey();
if (await loadTenants()) await attempt(update);
