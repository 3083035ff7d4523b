// Names and addresses, in every way that node looks them up and connects.
import dns, { lookup } from 'node:dns';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { promisify } from 'node:util';

const NAME = 'outlook.office365.com';
const failed = (error) => `${error.code} ${error.message.split(':')[0]}`;
const spoken = (socket) => new Promise((resolve) => {
  socket.once('error', (error) => resolve(failed(error))).once('data', (data) => {
    resolve(String(data).slice(0, 4));
    socket.destroy();
  });
});

const [address] = await dns.promises.resolve4(NAME);
const found = {
  imported: await promisify(lookup)(NAME),
  all: await dns.promises.lookup(NAME, { all: true }),
  ipv6: await dns.promises.lookup(NAME, 6),
  ttl: await promisify(dns.resolve4)(NAME, { ttl: true }),
  byType: await promisify(dns.resolve)(NAME, 'A'),
  byResolver: await new dns.promises.Resolver().resolve4(NAME),
  none: await dns.promises.resolveMx(NAME).catch(failed),
  recorded: await dns.promises.resolveSrv(process.argv[2]).catch(failed),
  mx: await promisify(dns.resolve)(process.argv[2], 'MX'),
  srv: await dns.promises.resolveSrv(`_autodiscover._tcp.${process.argv[2]}`),
  txt: (await dns.promises.resolveTxt(process.argv[2]))[0][0].slice(0, 6),
  cname: await dns.promises.resolveCname(`autodiscover.${process.argv[2]}.`),
  closed: await promisify(lookup)('www.office.com').catch(failed),
  elsewhere: (await dns.promises.lookup('localhost', 4)).address,
};
const options = { host: NAME, port: 993 };
const answers = {
  options: await spoken(connectTls(options)),
  positional: await spoken(connectTls(995, NAME)),
  byAddress: await spoken(connectTls({ ...options, host: address, servername: NAME })),
  plain: await spoken(connect(587, NAME)),
  ownLookup: await spoken(connect({ host: NAME, port: 25 + 562, lookup: () => { throw new Error('asked'); } })),
  otherPort: await spoken(connect(143, NAME)),
  closed: await spoken(connect(443, 'www.office.com')),
};
console.log(JSON.stringify({ address, found, answers, kept: options }));
