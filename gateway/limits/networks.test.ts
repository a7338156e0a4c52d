import { expect } from 'chai';
import { networksOf } from './networks.ts';

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
