// Hears what happens in a tenant. EventSource cannot send the key's header, so the stream is read by fetch.

import { get, path, query, request } from "./api.js";

const AGAIN_AFTER = 1000; // ms

/** Read server-sent events out of a response. */
export async function* events(response) {
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  let event = { type: "message", data: [], id: null };
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + decoder.decode(value, { stream: true })).split(/\r\n|\n|\r/);
    rest = lines.pop();
    for (const line of lines) {
      if (line === "") {
        if (event.data.length) yield { ...event, data: JSON.parse(event.data.join("\n")) };
        event = { type: "message", data: [], id: null };
        continue;
      }
      const [, name, told] = /^([^:]*)(?:: ?(.*))?$/.exec(line);
      if (name === "event") event.type = told;
      else if (name === "data") event.data.push(told);
      else if (name === "id") event.id = told;
    }
  }
}

/** The mailbox of a "change" that may be about any. */
export const ANY = "*";

/** Say whether a "change" is about a mailbox. */
export const isAbout = (event, mailbox) => [mailbox, ANY].includes(event.detail.mailbox);

/**
 * Pass on what happens in a tenant, until it is closed: as events of this object, named "exchange", "message", "change"
 * and "mailboxes", with their data as `detail`; "state" says whether it hears ("live") or tries again ("lost").
 *
 * A page that nobody sees does not listen: browsers have six connections to a server, for all their tabs.
 */
export class Live extends EventTarget {
  #ending = new AbortController();
  #listening = null;

  constructor(tenant) {
    super();
    this.base = `${path("tenants", tenant)}/journal`;
    document.addEventListener("visibilitychange", () => document.hidden && this.#listening?.abort(), { signal: this.#ending.signal });
    this.#follow();
  }

  close() {
    this.#ending.abort();
    this.#listening?.abort();
  }

  async #follow() {
    let last = null;
    let wasHeard = false;
    while (!this.#ending.signal.aborted) {
      await seen();
      this.#listening = new AbortController();
      const { signal } = this.#listening;
      try {
        // What happens until it is heard again is told then.
        last ??= (await get(query(this.base, { limit: "0" }), signal)).last;
        const response = await request("GET", query(`${this.base}/live`, { since: last }), { signal });
        this.#tell("state", "live");
        if (wasHeard) this.#tell("change", { mailbox: ANY });
        wasHeard = true;
        for await (const event of events(response)) {
          last = event.id ?? last;
          this.#tell(event.type, event.data);
        }
      } catch (error) {
        // A tenant that was dropped has no news, and does not come back.
        if (error.status === 404) return void this.#tell("state", "gone");
      }
      if (this.#ending.signal.aborted) return;
      this.#tell("state", "lost");
      await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER));
    }
  }

  #tell(name, detail) {
    if (!this.#ending.signal.aborted) this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/** Wait until somebody sees the page. */
function seen() {
  if (!document.hidden) return Promise.resolve();
  return new Promise((resolve) => document.addEventListener("visibilitychange", () => resolve(), { once: true })).then(seen);
}

/** Return a function that calls another one soon, once for all calls until then. */
export function soon(act, delay = 120) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, delay);
  };
}
