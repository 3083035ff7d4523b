// Where the person is stands in the address, so that it can be linked: #/tenants/T/mailboxes/M/folders/F/messages/ID?tab=source

export const SECTIONS = ["mailboxes", "journal", "tokens", "controls", "settings"];

/** Read the address. */
export function route(hash = location.hash) {
  const [place, parameters = ""] = hash.replace(/^#\/?/, "").split("?");
  const parts = place.split("/").map(decoded);
  const [root, tenant = "", section = "", name = "", ...pairs] = parts;
  const found = { tenant: root === "tenants" ? tenant : "", section: section || "mailboxes", name, query: new URLSearchParams(parameters) };
  for (let index = 0; index + 1 < pairs.length; index += 2) found[pairs[index]] = pairs[index + 1];
  return found;
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/**
 * Write an address.
 * @param {string[]} parts after the tenant: section, name, then pairs; what ends with an empty part is left out
 */
export function address(tenant, parts = [], query = {}) {
  const kept = parts.filter((part) => part !== "" && part !== undefined && part !== null);
  const told = Object.entries(query).filter(([, value]) => value);
  const tail = told.length ? `?${new URLSearchParams(told)}` : "";
  return `#/${["tenants", tenant, ...kept].map(encodeURIComponent).join("/")}${tail}`;
}

/** The address of a folder, or of a message in it. */
export function mailAddress({ tenant, mailbox, folder, message, tab }) {
  const parts = ["mailboxes", mailbox];
  if (folder) parts.push("folders", folder);
  if (message) parts.push("messages", message);
  return address(tenant, parts, { tab });
}

/** Go there; `replace` leaves no step for the back button. */
export function go(where, { replace = false } = {}) {
  if (where === location.hash) return;
  if (!replace) {
    location.hash = where;
    return;
  }
  history.replaceState(null, "", where);
  window.dispatchEvent(new HashChangeEvent("hashchange"));
}
