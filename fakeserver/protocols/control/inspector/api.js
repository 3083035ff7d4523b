// Asks the control API. A "no" of its is a Problem, whose message is a sentence.

const BASE = new URL("api/", document.baseURI);
const KEY = "fakeserver-key";

/** Why the API has not done what it was asked for. */
export class Problem extends Error {
  constructor(status, told) {
    super(told.detail || told.title || `The fake answered with ${status}.`);
    this.status = status;
  }
}

let asking = null;
/** Set what asks the person for the key, given why; it resolves to the key, or to null. */
export const onKeyNeeded = (ask) => (asking = ask);

/** Take the key out of the address (#key=...), so that it stays in no history. */
export function takeKey() {
  const found = /[#&]key=([^&]*)/.exec(location.hash);
  if (!found) return;
  sessionStorage.setItem(KEY, decodeURIComponent(found[1]));
  const rest = location.hash.replace(found[0], "");
  history.replaceState(null, "", rest ? `#${rest.replace(/^[#&]/, "")}` : location.pathname);
}

/** Join parts to a path, whatever letters they have. */
export const path = (...parts) => parts.map(encodeURIComponent).join("/");

/** Add a query; what is empty is left out. */
export function query(base, parameters) {
  const told = Object.entries(parameters).filter(([, value]) => value !== "" && value !== null && value !== undefined);
  return told.length ? `${base}?${new URLSearchParams(told)}` : base;
}

let waiting = null;
/** Send a request; returns the response where it is a yes. */
export async function request(method, where, { body, signal } = {}) {
  const headers = {};
  const key = sessionStorage.getItem(KEY);
  if (key) headers["Fakeserver-Key"] = key;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(new URL(where, BASE), { method, headers, body, signal, cache: "no-store" });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem(0, { detail: "The fake does not answer. Has it ended?" });
  }
  if (response.ok) return response;
  const told = await response.json().catch(() => ({}));
  if (response.status === 401 && asking) {
    // Many requests may be refused at once: the person is asked once, and not for one that went out before the key came.
    if (sessionStorage.getItem(KEY) !== key) return request(method, where, { body, signal });
    waiting ??= asking(told.detail).finally(() => (waiting = null));
    const given = await waiting;
    if (given) {
      sessionStorage.setItem(KEY, given);
      return request(method, where, { body, signal });
    }
  }
  throw new Problem(response.status, told);
}

const read = async (response) => (response.status === 204 ? null : response.json());

export const get = async (where, signal) => read(await request("GET", where, { signal }));
/** Send JSON, or nothing: what takes no body is refused with one. */
export const post = async (where, body) => read(await request("POST", where, { body: body && JSON.stringify(body) }));
export const patch = async (where, body) => read(await request("PATCH", where, { body: JSON.stringify(body) }));
export const remove = async (where) => read(await request("DELETE", where));
export const text = async (where, signal) => (await request("GET", where, { signal })).text();
export const blob = async (where, signal) => (await request("GET", where, { signal })).blob();
