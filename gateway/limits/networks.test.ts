import { expect } from 'chai';
import { networkOf, networksOf } from './networks.ts';

describe('the networks around an address', () => {
  it('are a /24 and itself for IPv4, and /48, /56 and /64 for IPv6', () => {
    expect(networksOf('198.51.100.7')).to.deep.equal(['198.51.100.0/24', '198.51.100.7/32']);
    expect(networksOf('2001:db8:1:2345::/64')).to.deep.equal([
      '2001:db8:1::/48',
      '2001:db8:1:2300::/56',
      '2001:db8:1:2345::/64',
    ]);
  });

  it('are the text itself for a peer without an address', () => {
    expect(networksOf('unknown')).to.deep.equal(['unknown']);
  });
});

describe('the network of an address', () => {
  const cases: ReadonlyArray<readonly [address: string, network: string]> = [
    ['203.0.113.9', '203.0.113.0/24'],
    ['203.0.113.200', '203.0.113.0/24'],
    ['203.0.114.9', '203.0.114.0/24'],
    ['2001:db8:1:2::/64', '2001:db8:1::/56'],
    ['2001:db8:1:ff::/64', '2001:db8:1::/56'],
    ['2001:db8:1:100::/64', '2001:db8:1:100::/56'],
    ['unknown', 'unknown'],
  ];
  for (const [address, network] of cases)
    it(`is ${network} for ${address}`, () => {
      expect(networkOf(address)).to.equal(network);
    });
});
