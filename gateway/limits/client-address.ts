import ipaddr from 'ipaddr.js';
import { LRUCache } from 'lru-cache';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
/** A network in CIDR notation, parsed once. */
export type Network = readonly [Address, number];

/** Undefined when `cidr` is not one, as `10.0.0.0/8` or `fd00::/8`; a lone address is a network of one. */
export const parseNetwork = (cidr: string): Network | undefined => {
  if (ipaddr.isValidCIDR(cidr)) return ipaddr.parseCIDR(cidr);
  if (!ipaddr.isValid(cidr)) return undefined;
  const address = ipaddr.parse(cidr);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
};

/** An IPv4 address that came in an IPv6 socket is the IPv4 address. */
const parseAddress = (text: string): Address | undefined => (ipaddr.isValid(text) ? ipaddr.process(text) : undefined);

const within = (address: Address, networks: ReadonlyArray<Network>): boolean =>
  networks.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits));

const IPV6_PREFIX_BITS = 64;
/** One household or host has a whole /64 of IPv6, so that is what counts as one client. */
const folded = (address: Address): string =>
  address.kind() === 'ipv4'
    ? address.toString()
    : `${ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/${IPV6_PREFIX_BITS}`).toString()}/${IPV6_PREFIX_BITS}`;

/** Peers whose folded address is remembered: a connection asks many times. */
const PEERS_KEPT = 1_000;

/**
 * Who asks, as rate limits know them. The forwarding header is believed only from a trusted proxy, and read from
 * the right: each trusted proxy vouches for the one before it, and what stands left of that the client wrote.
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
