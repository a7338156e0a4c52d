/** Hops: the addresses that proxies write into a request, from the client to the nearest proxy. */
import ipaddr from 'ipaddr.js';

export type Address = ipaddr.IPv4 | ipaddr.IPv6;
/** Hop of a request, undefined when its proxy named no address: `unknown`, a made-up name, or garbage. */
export type Hop = Address | undefined;

const ZONE = /%.*$/;

/** Reads an IPv6 address without its zone. An IPv4 address inside it is read as IPv4. */
const parseIPv6 = (text: string): Hop =>
  ipaddr.IPv6.isValid(text) ? ipaddr.process(text.replace(ZONE, '')) : undefined;

/** Reads an address. The short and octal forms of IPv4 are refused, because programs disagree about them. */
export const parseAddress = (text: string): Hop =>
  ipaddr.IPv4.isValidFourPartDecimal(text) ? ipaddr.IPv4.parse(text) : parseIPv6(text);

/** Form of a node in RFC 7239: an address, IPv6 in brackets, with a port or a made-up port. */
const NODE = /^(?:\[([^\]]*)\]|([^:]*))(?::(?:\d{1,5}|_[\w.-]+))?$/;

/** Reads one hop. An IPv6 address may come without brackets too, because most proxies write it so. */
const parseHop = (text: string): Hop => {
  const [, inBrackets, plain = text] = NODE.exec(text) ?? [];
  return inBrackets === undefined ? parseAddress(plain) : parseIPv6(inBrackets);
};

const QUOTED = /^"(.*)"$/;

/** Reads `X-Forwarded-For`: hops with commas between them. Several lines of it come joined, in their order. */
export const forwardedForHops = (header: string): ReadonlyArray<Hop> =>
  header
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => parseHop(part.replace(QUOTED, '$1').trim()));

/** One pair of `Forwarded`, which may be empty, up to the separator after it. */
const PAIR = /[ \t]*(?:([!#$%&'*+.^`|~\w-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s",;]*))[ \t]*)?([;,]|$)/y;
const MALFORMED: ReadonlyArray<Hop> = [undefined];

/**
 * Reads `Forwarded` (RFC 7239). A fault anywhere makes the nearest hop unknown, because a client may open a quote that
 * swallows the text of a proxy.
 */
export const forwardedHops = (header: string): ReadonlyArray<Hop> => {
  const hops: Hop[] = [];
  PAIR.lastIndex = 0;
  let names = new Set<string>();
  let hop: Hop;
  for (let separator: string | undefined; separator !== ''; ) {
    const found = PAIR.exec(header);
    if (found === null) return MALFORMED;
    const name = found[1]?.toLowerCase();
    separator = found[4];
    if (name !== undefined && names.has(name)) return MALFORMED;
    if (name !== undefined) names.add(name);
    if (name === 'for') hop = parseHop(found[2]?.replaceAll(/\\(.)/g, '$1') ?? found[3] ?? '');
    if (separator === ';') continue;
    if (names.size > 0) hops.push(hop);
    names = new Set();
    hop = undefined;
  }
  return hops;
};
