// The package ews-javascript-api, a port of the EWS Managed API, in one process: each line of input is a task,
// `{way, ews, token, ...what it needs}`, and is answered by a line of JSON: what the client gave back, or its error.
const { createInterface } = require("node:readline");
const { ExchangeService, ExchangeVersion, OAuthCredentials, Uri } = require("ews-javascript-api");
const { XhrApi } = require("@ewsjs/xhr");

// Milliseconds for a task.
const LIMIT = 30_000;

const ways = Object.assign({}, ...["calendar", "following", "mail", "people"].map((name) => require(`./${name}.js`)));

function service(url, token) {
  const made = new ExchangeService(ExchangeVersion.Exchange2016);
  made.Url = new Uri(url);
  made.Credentials = new OAuthCredentials(token);
  // Otherwise all services share one, and the last stream with it.
  made.XHRApi = new XhrApi();
  return made;
}

function limited(task) {
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error(`no answer in ${LIMIT} ms`)), LIMIT).unref());
  return Promise.race([task, late]);
}

// The package says things there of its own.
console.log = console.error;

const print = (line) => process.stdout.write(JSON.stringify(line) + "\n");

createInterface({ input: process.stdin }).on("line", (line) => {
  const { way, ews, token, ...given } = JSON.parse(line);
  const work = async () => ways[way](service(ews, token), given, (other) => service(ews, other));
  limited(work()).then(print, (error) => print({ error: error.message, stack: error.stack }));
});
