// Hears what happens in a tenant. EventSource cannot send the key's header, so the stream is read by fetch.

import { path, query, request } from "./api.js";

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

/**
 * Pass on what happens in a tenant, until it is closed: as events of this object, named "exchange", "message" and
 * "change", with their data as `detail`; "state" says whether it hears ("live") or tries again ("lost").
 */
export class Live extends EventTarget {
  #ending = new AbortController();

  constructor(tenant) {
    super();
    this.tenant = tenant;
    this.#follow();
  }

  close() {
    this.#ending.abort();
  }

  async #follow() {
    let last = null;
    const { signal } = this.#ending;
    while (!signal.aborted) {
      try {
        const response = await request("GET", query(`${path("tenants", this.tenant)}/journal/live`, { since: last }), { signal });
        this.#tell("state", "live");
        for await (const event of events(response)) {
          last = event.id ?? last;
          this.#tell(event.type, event.data);
        }
      } catch (error) {
        if (signal.aborted) return;
        // A tenant that was dropped has no news, and does not come back.
        if (error.status === 404) return void this.#tell("state", "gone");
      }
      if (signal.aborted) return;
      this.#tell("state", "lost");
      await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER));
    }
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/** Return a function that calls another one soon, once for all calls until then. */
export function soon(act, delay = 120) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, delay);
  };
}
