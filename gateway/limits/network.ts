import ipaddr from 'ipaddr.js';

const IPV4_PREFIX_BITS = 24;
const IPV6_PREFIX_BITS = 56;

/**
 * Names the network of an address that rates count by: its /24, in IPv6 its /56. A provider often gives a household
 * another address of the same network. Any other text is a network of its own.
 */
export const networkOf = (address: string): string => {
  const plain = address.split('/', 1)[0] ?? '';
  if (!ipaddr.isValid(plain)) return address;
  return ipaddr.parse(plain).kind() === 'ipv4'
    ? `${ipaddr.IPv4.networkAddressFromCIDR(`${plain}/${IPV4_PREFIX_BITS}`).toString()}/${IPV4_PREFIX_BITS}`
    : `${ipaddr.IPv6.networkAddressFromCIDR(`${plain}/${IPV6_PREFIX_BITS}`).toString()}/${IPV6_PREFIX_BITS}`;
};
