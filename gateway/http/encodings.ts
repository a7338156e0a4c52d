/** Chooses the compression of an answer from what the client accepts. */
import type { Encoding } from '#gateway/ports/web-assets.ts';

type Compression = Exclude<Encoding, 'identity'>;

/** Compressions that the server makes, the smaller one first. */
const COMPRESSIONS: ReadonlyArray<Compression> = ['br', 'gzip'];
const REFUSED = /^q=0(?:\.0*)?$/;

/** Reads `Accept-Encoding` as names and whether each is accepted. The weights between 0 and 1 make no difference. */
const accepted = (header: string): ReadonlyMap<string, boolean> => {
  const names = new Map<string, boolean>();
  for (const part of header.toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim());
    names.set(name, !parameters.some((parameter) => REFUSED.test(parameter)));
  }
  return names;
};

/**
 * Answers the first compression that the client accepts and that is there, and otherwise `identity`. `*` stands for all
 * names that the header leaves out (RFC 9110, section 12.5.3).
 */
export const encodingFor = (header: string, isThere: (encoding: Compression) => boolean = () => true): Encoding => {
  if (header === '') return 'identity';
  const names = accepted(header);
  return COMPRESSIONS.find((name) => (names.get(name) ?? names.get('*')) === true && isThere(name)) ?? 'identity';
};
