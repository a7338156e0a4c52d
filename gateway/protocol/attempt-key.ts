/**
 * Key that a client gives to one attempt: the `Idempotency-Key` of a request, or the `nonce` of a frame. It becomes the
 * command's id, and every id that the command makes follows from it. The log therefore remembers it, without a table of
 * keys (decision 0021).
 */
import { type Either, left, right } from 'fp-ts/lib/Either.js';
import type { CommandId } from '#domain/kernel/ids.ts';
import { isAccepted } from '#domain/kernel/key-time.ts';
import { CROCKFORD } from '#domain/kernel/ulid.ts';

const HEX = '[0-9a-fA-F]';
const ULID_PATTERN = '[0-7][0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{25}';
const UUID_V7_PATTERN = `${HEX}{8}-${HEX}{4}-7${HEX}{3}-[89abAB]${HEX}{3}-${HEX}{12}`;
const ULID = new RegExp(`^${ULID_PATTERN}$`);
const UUID_V7 = new RegExp(`^${UUID_V7_PATTERN}$`);
/** Pattern of a key, for the description of the API. The time in a key is no matter of a pattern. */
export const ATTEMPT_KEY_PATTERN = `^(${ULID_PATTERN}|${UUID_V7_PATTERN})$`;
const ULID_CHARS = 26;

/** Writes the 128 bits of a version 7 UUID as a ULID. Both hold their milliseconds in the first 48 bits. */
const ulidOfUuid = (uuid: string): string => {
  let bits = BigInt(`0x${uuid.replaceAll('-', '')}`);
  let ulid = '';
  for (let i = 0; i < ULID_CHARS; i += 1) {
    ulid = `${CROCKFORD[Number(bits & 31n)]}${ulid}`;
    bits >>= 5n;
  }
  return ulid;
};

/**
 * Reads an attempt's key. The left side tells a person how to make one.
 *
 * @param nowMs time of the server, in milliseconds since 1970.
 */
export const commandIdOf = (key: string, nowMs: number): Either<string, CommandId> => {
  const ulid = ULID.test(key) ? key.toUpperCase() : UUID_V7.test(key) ? ulidOfUuid(key) : undefined;
  if (ulid === undefined) {
    return left('Make a ULID or a version 7 UUID when you first try, and send the same one when you try again.');
  }
  if (!isAccepted(ulid, nowMs)) {
    return left(
      'The time in it is more than a day away from the time of the server. Check your clock, and make a new one.',
    );
  }
  return right(ulid as CommandId);
};
