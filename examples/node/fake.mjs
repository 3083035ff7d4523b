// A fake Exchange Online beside the tests.
//
//     node fake.mjs node --test     starts one, runs the command with trust in it, and stops it
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";

// Starts `fakeserver serve`. Returns what to give to the tests' environment, and how to stop it.
export async function start(...options) {
  const folder = mkdtempSync(join(tmpdir(), "fake-"));
  const file = join(folder, "endpoints.json");
  const server = spawn("fakeserver", ["serve", "--endpoints", file, ...options], { stdio: ["ignore", "ignore", "inherit"] });
  const ended = once(server, "exit");
  // The file is there once all ports accept.
  while (!existsSync(file)) {
    if (server.exitCode !== null) throw new Error("fakeserver has ended; it says above why");
    await sleep(20);
  }
  const { ca_file } = JSON.parse(readFileSync(file, "utf8"));
  return {
    // node reads it once, when it starts
    environment: { FAKE_ENDPOINTS: file, NODE_EXTRA_CA_CERTS: ca_file },
    async stop() {
      server.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

// Where everything is: what `serve --endpoints` has written.
export function endpoints() {
  return JSON.parse(readFileSync(process.env.FAKE_ENDPOINTS, "utf8"));
}

// Asks the control API about the fake's tenant. Returns what it answers; what it refuses is an error that says why.
export async function control(method, path, body) {
  const { control_url, tenant_id } = endpoints();
  const headers = body === undefined ? {} : { "Content-Type": "application/json" };
  const address = `${control_url}/tenants/${tenant_id}${path}`;
  const response = await fetch(address, { method, headers, body: JSON.stringify(body) });
  const answer = response.status === 204 ? undefined : await response.json();
  if (!response.ok) throw new Error(`${method} ${path}: ${answer.detail}`);
  return answer;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [program, ...rest] = process.argv.slice(2);
  const fake = await start();
  const command = spawn(program, rest, { stdio: "inherit", env: { ...process.env, ...fake.environment } });
  // Whoever interrupts means the command; the fake ends after it.
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => command.kill(signal));
  const [status] = await once(command, "exit");
  await fake.stop();
  process.exitCode = status ?? 1;
}
