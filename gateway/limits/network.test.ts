import { expect } from 'chai';
import { networkOf } from '#gateway/limits/network.ts';

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
