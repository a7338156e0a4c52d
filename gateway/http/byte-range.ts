import type { ByteRange } from '#gateway/ports/files.ts';

/** Part of a file that a request asks for: all of it, one range, or a range that lies outside of it. */
export type AskedPart =
  | { readonly kind: 'all' }
  | ({ readonly kind: 'range' } & ByteRange)
  | { readonly kind: 'outside' };

const ALL: AskedPart = { kind: 'all' };
const ONE_RANGE = /^bytes=(\d{0,15})-(\d{0,15})$/;

/**
 * Reads a `Range` header by RFC 9110. A header with several ranges, or that cannot be read, asks for all, as the RFC
 * allows. So does a range with an `If-Range` that names another file.
 */
export const askedPart = (
  { range, ifRange }: { readonly range: string | undefined; readonly ifRange: string | undefined },
  etag: string,
  bytes: number,
): AskedPart => {
  const found = range === undefined ? null : ONE_RANGE.exec(range);
  if (found === null || (ifRange !== undefined && ifRange !== etag)) return ALL;
  const [, first = '', last = ''] = found;
  if (first === '' && last === '') return ALL;
  const from = first === '' ? Math.max(0, bytes - Number(last)) : Number(first);
  const to = first === '' || last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1);
  if (first !== '' && last !== '' && Number(last) < from) return ALL;
  return from > to ? { kind: 'outside' } : { kind: 'range', from, to };
};
