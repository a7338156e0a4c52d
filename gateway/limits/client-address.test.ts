import { expect } from 'chai';
import { clientAddress, type Network, parseNetwork } from '#gateway/limits/client-address.ts';

const networks = (...cidrs: ReadonlyArray<string>): ReadonlyArray<Network> =>
  cidrs.map((cidr) => {
    const network = parseNetwork(cidr);
    if (network === undefined) throw new Error(`${cidr} is not a network`);
    return network;
  });

describe('the address that rates count by', () => {
  const direct = clientAddress([]);
  const proxied = clientAddress(networks('10.0.0.0/8', '::1/128'));

  it('is the peer when no proxy is trusted, whatever the header says', () => {
    for (let i = 0; i < 100; i += 1) expect(direct('203.0.113.9', `198.51.100.${i}`)).to.equal('203.0.113.9');
  });
  it('is the address that the trusted proxy saw, not the one that the client wrote', () => {
    expect(proxied('10.0.0.2', '1.1.1.1, 2.2.2.2, 203.0.113.9')).to.equal('203.0.113.9');
  });
  it('is found behind a chain of trusted proxies', () => {
    expect(proxied('10.0.0.2', '1.1.1.1, 203.0.113.9, 10.9.9.9')).to.equal('203.0.113.9');
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
  it('is unknown when the peer is missing or cannot be read', () => {
    expect(direct(undefined, '203.0.113.9')).to.equal('unknown');
    expect(direct('nonsense', undefined)).to.equal('unknown');
    expect(proxied('nonsense', '203.0.113.9')).to.equal('unknown');
  });
  it('stays the same however often a peer asks, with the header or without', () => {
    for (let i = 0; i < 2; i += 1) {
      expect(proxied('10.0.0.2', undefined)).to.equal('10.0.0.2');
      expect(proxied('10.0.0.2', '203.0.113.9')).to.equal('203.0.113.9');
      expect(proxied('2001:db8:1:2::1', undefined)).to.equal('2001:db8:1:2::/64');
    }
  });
  it('is believed from a proxy of one address, in either family', () => {
    const lone = clientAddress(networks('192.0.2.1', 'fd00::1'));
    expect(lone('192.0.2.1', '203.0.113.9')).to.equal('203.0.113.9');
    expect(lone('192.0.2.2', '203.0.113.9')).to.equal('192.0.2.2');
    expect(lone('fd00::1', '203.0.113.9')).to.equal('203.0.113.9');
    expect(lone('fd00::2', '203.0.113.9')).to.equal('fd00::/64');
  });
  it('is the first hop when all hops are trusted proxies', () => {
    expect(proxied('10.0.0.2', '10.0.0.4, 10.0.0.3')).to.equal('10.0.0.4');
  });
});

describe('a network of trusted proxies', () => {
  it('is not read from a text that names no network', () => {
    for (const bad of ['10.0.0.0/33', 'proxy.example', '', '10.0.0.0/']) {
      expect(parseNetwork(bad), bad).to.equal(undefined);
    }
  });
});
