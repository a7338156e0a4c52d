/**
 * Hops: the addresses that proxies write into a request. They are read from the nearest proxy towards the client, each
 * only when it is asked for, because a client may write thousands of them and each costs time.
 */
import ipaddr from 'ipaddr.js';
import { FORWARDED_CHARS_MAX, HOP_CHARS_MAX } from '#gateway/limits/http.ts';

export type Address = ipaddr.IPv4 | ipaddr.IPv6;
/** Hop of a request, undefined when its proxy named no address: `unknown`, a made-up name, or garbage. */
export type Hop = Address | undefined;

const ZONE = /%.*$/;

/** Reads the IPv4 address of a client that a translator let into a network of IPv6 (RFC 6052, 64:ff9b::/96). */
const untranslated = (address: Address): Address =>
  address.range() === 'rfc6052' ? new ipaddr.IPv4(address.toByteArray().slice(-4)) : address;

/** Reads an IPv6 address without its zone. An IPv4 address inside it is read as IPv4. */
const parseIPv6 = (text: string): Hop =>
  ipaddr.IPv6.isValid(text) ? untranslated(ipaddr.process(text.replace(ZONE, ''))) : undefined;

/** Reads an address. The short and octal forms of IPv4 are refused, because programs disagree about them. */
export const parseAddress = (text: string): Hop =>
  ipaddr.IPv4.isValidFourPartDecimal(text) ? ipaddr.IPv4.parse(text) : parseIPv6(text);

/** Form of a node in RFC 7239: an address, IPv6 in brackets, with a port or a made-up port. */
const NODE = /^(?:\[([^\]]*)\]|([^:]*))(?::(?:\d{1,5}|_[\w.-]+))?$/;

/** Reads one hop. An IPv6 address may come without brackets too, because most proxies write it so. */
const parseHop = (text: string): Hop => {
  if (text.length > HOP_CHARS_MAX) return undefined;
  const [, inBrackets, plain = text] = NODE.exec(text) ?? [];
  return inBrackets === undefined ? parseAddress(plain) : parseIPv6(inBrackets);
};

const QUOTED = /^"(.*)"$/;

/** Reads `X-Forwarded-For`: hops with commas between them. Several lines of it come joined, in their order. */
export function* forwardedForHops(header: string): Generator<Hop, undefined> {
  for (let end = header.length; end >= 0; ) {
    const comma = end === 0 ? -1 : header.lastIndexOf(',', end - 1);
    const part = header.slice(comma + 1, end).trim();
    if (part !== '') yield parseHop(part.replace(QUOTED, '$1').trim());
    end = comma;
  }
}

/** One pair of `Forwarded`, which may be empty, up to the separator after it. */
const PAIR = /[ \t]*(?:([!#$%&'*+.^`|~\w-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s",;]*))[ \t]*)?([;,]|$)/y;
/** Splits `Forwarded` into the texts of its hops. Undefined for a malformed one. */
const forwardedTexts = (header: string): ReadonlyArray<string> | undefined => {
  if (header.length > FORWARDED_CHARS_MAX) return undefined;
  const hops: string[] = [];
  PAIR.lastIndex = 0;
  let names = new Set<string>();
  let hop = '';
  for (let separator: string | undefined; separator !== ''; ) {
    const found = PAIR.exec(header);
    if (found === null) return undefined;
    const name = found[1]?.toLowerCase();
    separator = found[4];
    if (name !== undefined && names.has(name)) return undefined;
    if (name !== undefined) names.add(name);
    if (name === 'for') hop = found[2]?.replaceAll(/\\(.)/g, '$1') ?? found[3] ?? '';
    if (separator === ';') continue;
    if (names.size > 0) hops.push(hop);
    names = new Set();
    hop = '';
  }
  return hops;
};

/**
 * Reads `Forwarded` (RFC 7239). A fault anywhere makes the nearest hop unknown, because a client may open a quote that
 * swallows the text of a proxy.
 */
export function* forwardedHops(header: string): Generator<Hop, undefined> {
  for (const text of forwardedTexts(header)?.toReversed() ?? ['']) yield parseHop(text);
}
