/** Names networks around an address. `clientAddress` writes the address: IPv4, a /64 of IPv6, or another text. */
import ipaddr from 'ipaddr.js';

/** Prefix lengths, widest first: a site, a customer and a link of IPv6, and a provider's block and an address of IPv4. */
const PREFIXES = { ipv6: [48, 56, 64], ipv4: [24, 32] } as const;
/** Prefix lengths within which a provider often gives one customer another address. */
const CUSTOMER = { ipv6: [56], ipv4: [24] } as const;

/** Names the networks of these prefix lengths. A text that is no address is the one network around itself. */
const networksAt = (prefixes: Readonly<Record<'ipv4' | 'ipv6', ReadonlyArray<number>>>, address: string) => {
  const bare = address.split('/', 1)[0] ?? '';
  if (!ipaddr.isValid(bare)) return [address];
  const kind = ipaddr.parse(bare).kind();
  const family = kind === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6;
  return prefixes[kind].map((bits) => `${family.networkAddressFromCIDR(`${bare}/${bits}`)}/${bits}`);
};

/** Names the networks around an address, widest first. Each of them holds the next one. */
export const networksOf = (address: string): ReadonlyArray<string> => networksAt(PREFIXES, address);

/** Names the network by which the place of a login is known: its /24, in IPv6 its /56. */
export const networkOf = (address: string): string => networksAt(CUSTOMER, address)[0] ?? address;
