import ipaddr from 'ipaddr.js';

/** Prefix lengths, widest first: a site, a customer and a household of IPv6, and a provider's block of IPv4. */
const PREFIXES = { ipv6: [48, 56, 64], ipv4: [24, 32] } as const;

/**
 * Names the networks around an address, widest first. The address is written as `clientAddress` writes it: an IPv4
 * address, a /64 of IPv6, or another text, which stands for itself.
 */
export const networksOf = (address: string): ReadonlyArray<string> => {
  const bare = address.split('/', 1)[0] ?? '';
  if (!ipaddr.isValid(bare)) return [address];
  const kind = ipaddr.parse(bare).kind();
  const family = kind === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6;
  return PREFIXES[kind].map((bits) => `${family.networkAddressFromCIDR(`${bare}/${bits}`)}/${bits}`);
};
