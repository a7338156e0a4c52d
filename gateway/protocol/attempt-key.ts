/**
 * The name a client gives to one attempt, so that it may try again without doing it twice: the `Idempotency-Key`
 * of a request, the `nonce` of a gateway frame. It becomes the command's id, from which every id that the command
 * makes is derived; so the log remembers it, and there is no table of keys (decision 0021).
 */
import { type Either, left, right } from 'fp-ts/lib/Either.js';
import type { CommandId } from '#domain/kernel/ids.ts';
import { isAccepted } from '#domain/kernel/key-time.ts';
import { CROCKFORD } from '#domain/kernel/ulid.ts';

const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/i;
const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const ULID_CHARS = 26;

/** The same 128 bits, written as a ULID: a version 7 UUID has its milliseconds in the same 48 bits. */
const ulidOfUuid = (uuid: string): string => {
  let bits = BigInt(`0x${uuid.replaceAll('-', '')}`);
  let ulid = '';
  for (let i = 0; i < ULID_CHARS; i += 1) {
    ulid = `${CROCKFORD[Number(bits & 31n)]}${ulid}`;
    bits >>= 5n;
  }
  return ulid;
};

/** @param nowMs the server's clock, in milliseconds since 1970. The left side tells a person how to make a key. */
export const commandIdOf = (key: string, nowMs: number): Either<string, CommandId> => {
  const ulid = ULID.test(key) ? key.toUpperCase() : UUID_V7.test(key) ? ulidOfUuid(key) : undefined;
  if (ulid === undefined) {
    return left('Make a ULID or a version 7 UUID when you first try, and send the same one when you try again.');
  }
  if (!isAccepted(ulid, nowMs)) {
    return left(
      'Its time is more than a day away from the server. Check the clock, and make a new one for a new attempt.',
    );
  }
  return right(ulid as CommandId);
};
