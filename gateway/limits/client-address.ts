import ipaddr from 'ipaddr.js';
import { LRUCache } from 'lru-cache';
import { type Address, forwardedForHops, forwardedHops, type Hop, parseAddress } from '#gateway/limits/hops.ts';
import { PROXIES_MAX } from '#gateway/limits/http.ts';

/** A network in CIDR notation, parsed once. */
export type Network = readonly [Address, number];
/** Headers in which a proxy writes the address of its client, as Node hands them over. No other header is read. */
export type ForwardingHeaders = {
  readonly 'x-forwarded-for'?: string | ReadonlyArray<string> | undefined;
  readonly forwarded?: string | undefined;
};

/** Reads a network such as `10.0.0.0/8` or `fd00::/8`, or one address. Answers undefined for any other text. */
export const parseNetwork = (cidr: string): Network | undefined => {
  if (ipaddr.isValidCIDR(cidr)) return ipaddr.parseCIDR(cidr);
  if (!ipaddr.isValid(cidr)) return undefined;
  const address = ipaddr.parse(cidr);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
};

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

/** Reads the hops of each header that is there. */
const hopsIn = (headers: ForwardingHeaders): ReadonlyArray<Iterable<Hop>> => {
  const { 'x-forwarded-for': forwardedFor, forwarded } = headers;
  return [
    ...(forwardedFor === undefined ? [] : [forwardedForHops(String(forwardedFor))]),
    ...(forwarded === undefined ? [] : [forwardedHops(forwarded)]),
  ];
};

/**
 * Finds the address that rates count a request by. Only a trusted proxy is believed about `X-Forwarded-For` and
 * `Forwarded`. A header is read from the right up to the first address that is no trusted proxy, because the client can
 * write the rest. A proxy may write one header and pass on the other, so headers that disagree are not believed.
 */
export const clientAddress = (trusted: ReadonlyArray<Network>) => {
  const known = new LRUCache<string, string>({ max: PEERS_KEPT });

  const direct = (peer: string, socket: Address): string => {
    const address = folded(socket);
    known.set(peer, address);
    return address;
  };

  /** Goes from the socket towards the client. A hop that cannot be read counts as the proxy that wrote it. */
  const behind = (socket: Address, hops: Iterable<Hop>): string => {
    let nearest = socket;
    let proxies = 0;
    for (const hop of hops) {
      if (hop === undefined) break;
      nearest = hop;
      proxies += 1;
      if (proxies === PROXIES_MAX || !within(hop, trusted)) break;
    }
    return folded(nearest);
  };

  return (peer: string | undefined, headers: ForwardingHeaders): string => {
    if (peer === undefined) return 'unknown';
    const isDirect = headers['x-forwarded-for'] === undefined && headers.forwarded === undefined;
    const remembered = isDirect || trusted.length === 0 ? known.get(peer) : undefined;
    if (remembered !== undefined) return remembered;
    const socket = parseAddress(peer);
    if (socket === undefined) return 'unknown';
    if (isDirect || !within(socket, trusted)) return direct(peer, socket);
    const [first = folded(socket), ...others] = hopsIn(headers).map((hops) => behind(socket, hops));
    return others.every((other) => other === first) ? first : folded(socket);
  };
};
