import { expect } from 'chai';
import fc from 'fast-check';
import { clientAddress, type Network, parseNetwork } from '#gateway/limits/client-address.ts';

const networks = (...cidrs: ReadonlyArray<string>): ReadonlyArray<Network> =>
  cidrs.map((cidr) => {
    const network = parseNetwork(cidr);
    if (network === undefined) throw new Error(`${cidr} is not a network`);
    return network;
  });

describe('the address that rates count by', () => {
  const addressIn =
    (...cidrs: ReadonlyArray<string>) =>
    (peer: string | undefined, forwardedFor?: string) =>
      clientAddress(networks(...cidrs))(peer, forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor });
  const direct = addressIn();
  const proxied = addressIn('10.0.0.0/8', '::1/128');

  it('is the peer when no proxy is trusted, whatever the header says', () => {
    for (let i = 0; i < 100; i += 1) expect(direct('203.0.113.9', `198.51.100.${i}`)).to.equal('203.0.113.9');
  });
  it('is the address that the trusted proxy saw, not the one that the client wrote', () => {
    expect(proxied('10.0.0.2', '1.1.1.1, 2.2.2.2, 203.0.113.9')).to.equal('203.0.113.9');
  });
  it('is found behind a chain of trusted proxies', () => {
    expect(proxied('10.0.0.2', '1.1.1.1, 203.0.113.9, 10.9.9.9')).to.equal('203.0.113.9');
  });
  it('is read up to a bounded number of hops, because a client may write thousands and each costs time', () => {
    const proxies = (count: number) => Array.from({ length: count }, (_, i) => `10.0.1.${i}`);
    expect(proxied('10.0.0.2', ['203.0.113.9', ...proxies(31)].join())).to.equal('203.0.113.9');
    expect(proxied('10.0.0.2', ['203.0.113.9', ...proxies(40)].join())).to.equal('10.0.1.8');
    const forwarded = (...hops: ReadonlyArray<string>) =>
      clientAddress(networks('10.0.0.0/8'))('10.0.0.2', { forwarded: hops.map((hop) => `for=${hop}`).join() });
    expect(forwarded(...Array.from({ length: 100 }, () => '198.51.100.1'), '203.0.113.9')).to.equal('203.0.113.9');
    expect(forwarded(...Array.from({ length: 900 }, () => '198.51.100.1'), '203.0.113.9')).to.equal('10.0.0.2');
    expect(proxied('10.0.0.2', `203.0.113.9, 2001:db8::7%${'z'.repeat(200)}`)).to.equal('10.0.0.2');
  });
  it('is the peer when the peer is no trusted proxy', () => {
    expect(proxied('192.0.2.7', '203.0.113.9')).to.equal('192.0.2.7');
  });
  it('is the last hop that can be read when the header is garbage', () => {
    expect(proxied('10.0.0.2', '203.0.113.9, nonsense')).to.equal('10.0.0.2');
    expect(proxied('10.0.0.2', '')).to.equal('10.0.0.2');
  });
  it('is the same for a whole /64 of IPv6', () => {
    expect(direct('2001:db8:1:2:aaaa::1', undefined)).to.equal(direct('2001:db8:1:2:ffff::9', undefined));
    expect(direct('2001:db8:1:3::1', undefined)).not.to.equal(direct('2001:db8:1:2::1', undefined));
  });
  it('is an IPv4 address for an IPv4 client of an IPv6 socket', () => {
    expect(direct('::ffff:203.0.113.9', undefined)).to.equal('203.0.113.9');
  });
  it('is the IPv4 address of a client behind a translator, so that all such clients are not one', () => {
    expect(direct('64:ff9b::203.0.113.9', undefined)).to.equal('203.0.113.9');
    expect(proxied('10.0.0.2', '[64:ff9b::cb00:7109]:443')).to.equal('203.0.113.9');
  });
  it('is unknown when the peer is missing or cannot be read', () => {
    expect(direct(undefined, '203.0.113.9')).to.equal('unknown');
    expect(direct('nonsense', undefined)).to.equal('unknown');
    expect(proxied('nonsense', '203.0.113.9')).to.equal('unknown');
  });
  it('stays the same however often a peer asks, with the header or without', () => {
    const addressOf = clientAddress(networks('10.0.0.0/8'));
    for (let i = 0; i < 2; i += 1) {
      expect(addressOf('10.0.0.2', {})).to.equal('10.0.0.2');
      expect(addressOf('10.0.0.2', { 'x-forwarded-for': '203.0.113.9' })).to.equal('203.0.113.9');
      expect(addressOf('10.0.0.2', { forwarded: 'for=203.0.113.9' })).to.equal('203.0.113.9');
      expect(addressOf('2001:db8:1:2::1', {})).to.equal('2001:db8:1:2::/64');
    }
  });
  it('is believed from a proxy of one address, in either family', () => {
    const lone = addressIn('192.0.2.1', 'fd00::1');
    expect(lone('192.0.2.1', '203.0.113.9')).to.equal('203.0.113.9');
    expect(lone('192.0.2.2', '203.0.113.9')).to.equal('192.0.2.2');
    expect(lone('fd00::1', '203.0.113.9')).to.equal('203.0.113.9');
    expect(lone('fd00::2', '203.0.113.9')).to.equal('fd00::/64');
  });
  it('is the first hop when all hops are trusted proxies', () => {
    expect(proxied('10.0.0.2', '10.0.0.4, 10.0.0.3')).to.equal('10.0.0.4');
  });
});

/** Address of the trusted proxy that is the peer below. */
const PROXY = '10.0.0.2';
const V4 = '198.51.100.7';
const V6 = '2001:db8::/64';

/** Nodes as proxies write them, and the address that rates count. An unreadable node counts as its proxy. */
const nodes: ReadonlyArray<readonly [node: string, address: string]> = [
  ['198.51.100.7', V4],
  ['198.51.100.7:40007', V4],
  ['198.51.100.7:_port.1-x', V4],
  ['2001:db8::7', V6],
  ['2001:DB8::7', V6],
  ['[2001:db8::7]', V6],
  ['[2001:db8::7]:443', V6],
  ['[2001:db8::7]:_hidden', V6],
  ['::ffff:198.51.100.7', V4],
  ['::ffff:c633:6407', V4],
  ['[::ffff:198.51.100.7]:443', V4],
  ['fe80::1%eth0', 'fe80::/64'],
  ['[fe80::1%25eth0]:443', 'fe80::/64'],
  ['unknown', PROXY],
  ['Unknown', PROXY],
  ['unknown:443', PROXY],
  ['_hidden', PROXY],
  ['_hidden:_port', PROXY],
  ['proxy.example', PROXY],
  ['198.51.100.7:', PROXY],
  ['198.51.100.7:443:443', PROXY],
  ['198.51.100.7:123456', PROXY],
  ['198.51.100.256', PROXY],
  ['198.51.100', PROXY],
  ['3325256711', PROXY],
  ['0xc6.51.100.7', PROXY],
  ['0306.063.0144.07', PROXY],
  ['[198.51.100.7]:443', PROXY],
  ['[2001:db8::7', PROXY],
  ['2001:db8::7]', PROXY],
  ['[2001:db8::7]443', PROXY],
  ['[]:443', PROXY],
  ['2001:db8::7::1', PROXY],
  [':443', PROXY],
];

describe('a hop of a forwarded request', () => {
  const addressOf = clientAddress(networks('10.0.0.0/8'));
  const forwardedFor = (header: string) => addressOf(PROXY, { 'x-forwarded-for': header });
  const forwarded = (header: string) => addressOf(PROXY, { forwarded: header });

  for (const [node, address] of nodes) {
    it(`is read from ${node} as ${address === PROXY ? 'no address' : address}`, () => {
      expect(forwardedFor(node)).to.equal(address);
      expect(forwardedFor(`203.0.113.9,\t${node} , 10.9.9.9`)).to.equal(address === PROXY ? '10.9.9.9' : address);
      expect(forwardedFor(`"${node}"`)).to.equal(address);
      expect(forwarded(`for="${node}"`)).to.equal(address);
      expect(forwarded(`for=203.0.113.9, for="${node}"`)).to.equal(address);
      expect(forwarded(`proto=https;FOR="${node}";by=10.0.0.2;host="a,b;c=\\"d\\""`)).to.equal(address);
      if (!node.includes('=')) expect(forwarded(`for=${node};proto=http`)).to.equal(address);
    });
  }

  it('is found across several lines of a header, which come joined, and empty entries are passed over', () => {
    expect(forwardedFor('203.0.113.9, 198.51.100.7, , 10.1.1.1,')).to.equal(V4);
    expect(forwarded('for=203.0.113.9,, for=198.51.100.7;, for=10.1.1.1')).to.equal(V4);
    expect(addressOf(PROXY, { 'x-forwarded-for': ['203.0.113.9', '198.51.100.7'] })).to.equal(V4);
    expect(forwarded('')).to.equal(PROXY);
  });
  it('is the proxy when its entry of Forwarded names no client', () => {
    expect(forwarded('for=198.51.100.7, proto=https')).to.equal(PROXY);
    expect(forwarded('for=198.51.100.7, by=10.0.0.3, for=10.0.0.4')).to.equal('10.0.0.4');
  });
  it('is the proxy when Forwarded cannot be read, because a client may open a quote before it', () => {
    for (const written of [
      'for="',
      'for=1.1.1.1;x="',
      'for=1.1.1.1;x="\\',
      'for=1.1.1.1 x',
      'for',
      'for=1.1.1.1;for=2.2.2.2',
    ]) {
      expect(forwarded(`${written}, for="[2001:db8::7]:443"`), written).to.equal(PROXY);
      expect(forwarded(`${written}, for=198.51.100.7`), written).to.equal(PROXY);
      expect(forwarded(`${written}, for="10.0.0.3", for="198.51.100.7"`), written).to.equal(PROXY);
    }
  });
  it('is believed from two headers only when they agree, because a proxy may pass on the one that it does not write', () => {
    const both = (forwardedForHeader: string, forwardedHeader: string) =>
      addressOf(PROXY, { 'x-forwarded-for': forwardedForHeader, forwarded: forwardedHeader });
    expect(both('198.51.100.7:1', 'for=198.51.100.7')).to.equal(V4);
    expect(both('198.51.100.7', 'for=203.0.113.9')).to.equal(PROXY);
    expect(both('198.51.100.7', 'for="')).to.equal(PROXY);
    expect(both('nonsense', 'for=203.0.113.9')).to.equal(PROXY);
  });
  it('is not read from any other header', () => {
    const headers = { 'x-real-ip': V4, 'cf-connecting-ip': V4, 'true-client-ip': V4, 'x-client-ip': V4 };
    expect(addressOf(PROXY, headers as object)).to.equal(PROXY);
  });

  it('is always the one that the proxy wrote, whatever a client wrote before it', () => {
    const address = fc.oneof(
      fc.ipV4().filter((ip) => !ip.startsWith('10.')),
      fc.ipV6(),
    );
    const port = fc.option(fc.integer({ min: 0, max: 65_535 }), { nil: undefined });
    const bytes = fc.string({ unit: fc.constantFrom(...'for=;,"\\[]:. \t17_%x') });
    fc.assert(
      fc.property(fc.oneof(bytes, fc.string({ unit: 'binary-ascii' })), address, port, (written, ip, at) => {
        const host = ip.includes(':') ? `[${ip}]` : ip;
        const node = at === undefined ? host : `${host}:${at}`;
        const right = clientAddress([])(ip, {});
        expect(forwardedFor(`${written}, ${node}`)).to.equal(right);
        expect(forwardedFor(`${written}, ${node}, 10.0.0.3:80`)).to.equal(right);
        // A client may spoil `Forwarded`, and is then counted as the proxy. It never becomes another client.
        expect(forwarded(`${written}, for="${node}"`)).to.be.oneOf([right, PROXY]);
        expect(forwarded(`${written}, for=${node}`)).to.be.oneOf([right, PROXY]);
        expect(forwarded(`for="${node}"`)).to.equal(right);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a network of trusted proxies', () => {
  it('is not read from a text that names no network', () => {
    for (const bad of ['10.0.0.0/33', 'proxy.example', '', '10.0.0.0/']) {
      expect(parseNetwork(bad), bad).to.equal(undefined);
    }
  });
});
