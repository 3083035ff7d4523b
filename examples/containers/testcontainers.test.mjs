// A fake in a container, for the tests of a file, by testcontainers.
//
//     docker build -t fakeserver .
//     npm install testcontainers
//     node --test examples/containers/
//
// Not run here: it takes a container runtime. What it calls was checked with the types of testcontainers 12.

import assert from "node:assert/strict";
import { request } from "node:https";
import { text } from "node:stream/consumers";
import { after, before, test } from "node:test";
import { GenericContainer, Wait } from "testcontainers";

// HTTP, IMAP, POP3 and SMTP, inside.
const PORTS = [8443, 8993, 8995, 8587];
// What is well known of the image's tenant: docs/configuration.md.
const TENANT_ID = "11111111-1111-1111-1111-111111111111";
const CLIENT_ID = "33333333-3333-3333-3333-333333333333";
const SECRET = "not-a-secret-daemon";

/** @type {import("testcontainers").StartedTestContainer} */
let fake;
/** The certificate to trust: the option `ca` of node:https, nodemailer's and imapflow's `tls`. */
let ca = "";

before(async () => {
  fake = await new GenericContainer("fakeserver")
    .withExposedPorts(...PORTS)
    .withWaitStrategy(Wait.forHealthCheck())
    .start();
  ca = (await fake.exec(["cat", "/data/ca/ca.pem"])).output;
});

after(() => fake.stop());

/**
 * Post a form, and return the answer's JSON.
 * @param {string} path
 * @param {Record<string, string>} fields
 */
async function post(path, fields) {
  const options = { host: fake.getHost(), port: fake.getMappedPort(8443), path, method: "POST", ca };
  /** @type {import("node:http").IncomingMessage} */
  const answer = await new Promise((resolve, reject) => {
    const asking = request(options, resolve);
    asking.on("error", reject);
    asking.setHeader("Content-Type", "application/x-www-form-urlencoded");
    asking.end(new URLSearchParams(fields).toString());
  });
  return JSON.parse(await text(answer));
}

test("an application signs in", async () => {
  const answer = await post(`/${TENANT_ID}/oauth2/v2.0/token`, {
    grant_type: "client_credentials",
    client_id: CLIENT_ID,
    client_secret: SECRET,
    scope: "https://outlook.office365.com/.default",
  });
  assert.equal(answer.token_type, "Bearer");
});
