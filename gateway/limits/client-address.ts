import ipaddr from 'ipaddr.js';
import { LRUCache } from 'lru-cache';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
/** A network in CIDR notation, parsed once. */
export type Network = readonly [Address, number];

/** Reads a network such as `10.0.0.0/8` or `fd00::/8`, or one address. Answers undefined for any other text. */
export const parseNetwork = (cidr: string): Network | undefined => {
  if (ipaddr.isValidCIDR(cidr)) return ipaddr.parseCIDR(cidr);
  if (!ipaddr.isValid(cidr)) return undefined;
  const address = ipaddr.parse(cidr);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
};

/** Reads an address. An IPv4 address inside an IPv6 one is read as IPv4. */
const parseAddress = (text: string): Address | undefined => (ipaddr.isValid(text) ? ipaddr.process(text) : undefined);

const within = (address: Address, networks: ReadonlyArray<Network>): boolean =>
  networks.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits));

const IPV6_PREFIX_BITS = 64;
/** Writes an address as rates count it. One household has a whole /64 of IPv6, so a /64 counts as one client. */
const folded = (address: Address): string =>
  address.kind() === 'ipv4'
    ? address.toString()
    : `${ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/${IPV6_PREFIX_BITS}`).toString()}/${IPV6_PREFIX_BITS}`;

/** Peers whose address is remembered, because one connection sends many requests. */
const PEERS_KEPT = 1_000;

/**
 * Finds the address that rates count a request by. Only a trusted proxy is believed about `X-Forwarded-For`. The header
 * is read from the right up to the first address that is no trusted proxy, because the client can write the rest.
 */
export const clientAddress = (trusted: ReadonlyArray<Network>) => {
  const known = new LRUCache<string, string>({ max: PEERS_KEPT });

  const direct = (peer: string, socket: Address): string => {
    const address = folded(socket);
    known.set(peer, address);
    return address;
  };

  return (peer: string | undefined, forwardedFor: string | undefined): string => {
    if (peer === undefined) return 'unknown';
    const remembered = forwardedFor === undefined || trusted.length === 0 ? known.get(peer) : undefined;
    if (remembered !== undefined) return remembered;
    const socket = parseAddress(peer);
    if (socket === undefined) return 'unknown';
    if (forwardedFor === undefined || !within(socket, trusted)) return direct(peer, socket);
    let nearest: Address = socket;
    for (const hop of forwardedFor.split(',').reverse()) {
      const address = parseAddress(hop.trim());
      if (address === undefined) break;
      nearest = address;
      if (!within(address, trusted)) break;
    }
    return folded(nearest);
  };
};
