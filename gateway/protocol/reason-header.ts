/** Header in which a request without a body gives the reason of a moderator. An address would be logged. */
import { type Either, left, right } from 'fp-ts/lib/Either.js';

/** Name of the header, as bots know it from Discord. */
export const REASON_HEADER = 'X-Audit-Log-Reason';
/**
 * Pattern of the header: UTF-8, percent-encoded. Printable ASCII may stand as it is, but for `%` and the comma, by which
 * repeated headers are joined.
 */
export const REASON_HEADER_PATTERN = '^(?:[ -$&-+\\--~]|%[0-9A-Fa-f]{2})+$';
const ENCODED = new RegExp(REASON_HEADER_PATTERN);

/** Reads the header. It is null without one. The left side tells a person how to write it. */
export const reasonOfHeader = (value: string | undefined): Either<string, string | null> => {
  if (value === undefined) return right(null);
  try {
    if (ENCODED.test(value)) return right(decodeURIComponent(value));
  } catch {
    // The bytes are no UTF-8.
  }
  return left(`Send ${REASON_HEADER} once, as percent-encoded UTF-8.`);
};

/** Writes a reason as a value of the header. */
export const reasonInHeader = (reason: string): string => encodeURIComponent(reason.toWellFormed());
