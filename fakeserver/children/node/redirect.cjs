// Runs at the start of each Node that NODE_OPTIONS asks to require it, its worker threads and its children: leads real
// names to the fake there too. Where to is in the variable M365_REDIRECTS, the table of fakeserver/redirect/redirects.py.
//
// Everything of Node's that connects ends in net.Socket.connect: tls, http, https, http2, fetch. Look-ups are led as well,
// since some clients (nodemailer) ask for addresses first: a name has an address of loopback that stands for it.
'use strict';

const dns = require('dns');
const net = require('net');
const { syncBuiltinESMExports } = require('module');

const MAPPED = '::ffff:';
const table = process.env.M365_REDIRECTS && JSON.parse(process.env.M365_REDIRECTS);

class Names {
  constructor({ targets, closed, closed_suffixes: closedSuffixes, open_suffixes: openSuffixes, records }) {
    this.ports = new Map();
    for (const [name, port, host, number] of targets) {
      if (!this.ports.has(name)) this.ports.set(name, new Map());
      this.ports.get(name).set(port, { host, port: number });
    }
    this.closed = new Set(closed);
    this.closedSuffixes = new Set(closedSuffixes);
    this.openSuffixes = new Set(openSuffixes);
    this.records = new Map(records.map(([name, kind, ...texts]) => [`${name} ${kind}`, texts]));
    // Names that DNS has something of, addresses or not.
    this.recorded = new Set(records.map(([name]) => name).filter((name) => !this.ports.has(name)));
    this.addresses = new Map();
    this.names = new Map();
    [...this.ports.keys()].forEach((name, number) => {
      const address = `127.36.${5 + Math.floor(number / 250)}.${1 + (number % 250)}`;
      this.addresses.set(name, address);
      this.names.set(address, name);
    });
  }

  // What is known of a host, a name or an address that stands for one; undefined where it is nobody's business.
  named(host) {
    if (typeof host !== 'string') return undefined;
    const plain = host.toLowerCase().replace(/\.$/, '');
    const name = this.names.get(plain.replace(MAPPED, '')) || plain;
    const ports = this.ports.get(name);
    const isClosed = this.closes(name);
    return ports || isClosed ? { name, ports: ports || new Map(), isClosed } : undefined;
  }

  closes(name) {
    if (this.closed.has(name) && !this.openSuffixes.has(name)) return true;
    for (let suffix = name; suffix; suffix = suffix.includes('.') ? suffix.slice(suffix.indexOf('.') + 1) : '') {
      if (this.openSuffixes.has(suffix)) return false;
      if (this.closedSuffixes.has(suffix)) return true;
    }
    return false;
  }
}

function notLed({ name, ports }, port, syscall) {
  const numbers = [...ports.keys()].sort((a, b) => a - b);
  const why = numbers.length
    ? `only ${numbers.join(', ')} lead${numbers.length === 1 ? 's' : ''} to the fake`
    : 'nothing of it leads to the fake';
  const test = (process.env.PYTEST_CURRENT_TEST || '').replace(/ \([a-z]+\)$/, '');
  const setting = test
    ? 'if the program may go there, name it in the ini setting m365_open_names'
    : 'only a test may let the program go there, by the ini setting m365_open_names';
  const way = numbers.length ? 'connect there' : setting;
  const error = new Error(
    `${name}${port ? ` port ${port}` : ''} is kept from the network: ${why} ` +
      `(${test ? `m365_redirect in ${test}` : 'fakeserver run'}); ${way}`,
  );
  return Object.assign(error, { code: 'ENOTFOUND', errno: -3008, syscall, hostname: name });
}

// Replaces a function, which stays what it is for util.promisify and the like.
function replace(owner, name, make) {
  const before = owner[name];
  if (typeof before !== 'function') return;
  const ours = make(before);
  for (const key of Object.getOwnPropertySymbols(before)) {
    Object.defineProperty(ours, key, Object.getOwnPropertyDescriptor(before, key));
  }
  Object.defineProperty(ours, 'name', { value: name });
  owner[name] = ours;
}

function leadConnections(names) {
  replace(net.Socket.prototype, 'connect', (connect) => function (...given) {
    // Node itself passes what it has put in order already, as a list; others an object, or a port and a host.
    const inOrder = Array.isArray(given[0]) ? given[0] : net._normalizeArgs(given);
    const options = inOrder[0];
    const named = options.path ? undefined : names.named(options.host);
    const target = named && named.ports.get(Number(options.port));
    if (target) {
      const { lookup, family, autoSelectFamily, localAddress, ...kept } = options;
      inOrder[0] = { ...kept, ...target };
      // What TLS over this socket is verified against, unless it is told.
      this._host = named.name;
    } else if (named && named.isClosed) {
      process.nextTick(() => this.destroy(notLed(named, options.port, 'connect')));
      return this;
    }
    return connect.call(this, inOrder);
  });
}

// The addresses of a name that is led; throws for one that is closed; undefined for any other.
function addresses(names, host, syscall, family) {
  const named = names.named(host);
  if (!named || !named.isClosed || net.isIP(host)) return undefined;
  if (!named.ports.size) throw notLed(named, 0, syscall);
  const address = names.addresses.get(named.name);
  return family === 6 ? { address: MAPPED + address, family } : { address, family: 4 };
}

function leadLookups(names) {
  const family = (options) => {
    const wanted = typeof options === 'object' && options ? options.family : options;
    return wanted === 6 || wanted === 'IPv6' ? 6 : 4;
  };
  const all = (options) => typeof options === 'object' && options && options.all;
  replace(dns, 'lookup', (lookup) => function (host, options, callback = options) {
    let found;
    try {
      found = addresses(names, host, 'getaddrinfo', family(options));
    } catch (error) {
      process.nextTick(callback, error);
      return {};
    }
    if (!found) return lookup.apply(this, arguments);
    process.nextTick(callback, null, ...(all(options) ? [[found]] : [found.address, found.family]));
    return {};
  });
  replace(dns.promises, 'lookup', (lookup) => async function (host, options) {
    const found = addresses(names, host, 'getaddrinfo', family(options));
    if (!found) return lookup.call(this, host, options);
    return all(options) ? [found] : found;
  });
}

// Records other than addresses, as node gives them, out of how zone files have them.
const RECORDS = {
  CNAME: (text) => withoutDot(text),
  MX: (text) => {
    const [priority, exchange] = text.split(' ');
    return { exchange: withoutDot(exchange), priority: Number(priority) };
  },
  SRV: (text) => {
    const [priority, weight, port, name] = text.split(' ');
    return { name: withoutDot(name), port: Number(port), priority: Number(priority), weight: Number(weight) };
  },
  TXT: (text) => [text.replace(/^"|"$/g, '')],
};
const withoutDot = (name) => name.replace(/\.$/, '');

function leadResolvers(names) {
  const answer = (host, kind, options) => {
    const name = typeof host === 'string' ? withoutDot(host.toLowerCase()) : '';
    const texts = names.records.get(`${name} ${kind}`);
    if (texts) return texts.map(RECORDS[kind]);
    const found = names.recorded.has(name) || addresses(names, host, `query${kind}`);
    if (!found) return undefined;
    if (kind !== 'A' || found === true) {
      const error = new Error(`query${kind} ENODATA ${host}`);
      throw Object.assign(error, { code: 'ENODATA', syscall: `query${kind}`, hostname: host });
    }
    return options && options.ttl ? [{ address: found.address, ttl: 60 }] : [found.address];
  };
  const kinds = {
    resolve4: 'A', resolve6: 'AAAA', resolveAny: 'ANY', resolveCaa: 'CAA', resolveCname: 'CNAME', resolveMx: 'MX',
    resolveNaptr: 'NAPTR', resolveNs: 'NS', resolvePtr: 'PTR', resolveSoa: 'SOA', resolveSrv: 'SRV', resolveTxt: 'TXT',
  };
  const kindOf = (method, option) => kinds[method] || (typeof option === 'string' ? option : 'A');
  for (const method of ['resolve', ...Object.keys(kinds)]) {
    for (const owner of [dns, dns.Resolver.prototype]) {
      replace(owner, method, (resolve) => function (host, ...more) {
        const callback = more[more.length - 1];
        let found;
        try {
          found = answer(host, kindOf(method, more[0]), more[0]);
        } catch (error) {
          process.nextTick(callback, error);
          return {};
        }
        if (!found) return resolve.call(this, host, ...more);
        process.nextTick(callback, null, found);
        return {};
      });
    }
    for (const owner of [dns.promises, dns.promises.Resolver.prototype]) {
      replace(owner, method, (resolve) => async function (host, ...more) {
        return answer(host, kindOf(method, more[0]), more[0]) || resolve.call(this, host, ...more);
      });
    }
  }
}

if (table) {
  const names = new Names(table);
  leadConnections(names);
  leadLookups(names);
  leadResolvers(names);
  // For `import { lookup } from 'node:dns'`.
  syncBuiltinESMExports();
}
