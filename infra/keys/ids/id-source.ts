import { randomBytes } from 'node:crypto';
import { encodeTime } from 'ulid';
import type { IdSource } from '#commands/ports/id-source.ts';
import type { CommandId, EventId, Id } from '#domain/kernel/ids.ts';
import { keyedHash } from '../sealing/sodium.ts';
import { crockford, fromCrockford } from './crockford.ts';

/** A ULID has ten characters of time and sixteen characters, or 80 bits, of the rest. */
const TIME_CHARACTERS = 10;
const REST_BYTES = 10;
const CODE_BYTES = 16;
const MILLIS_HEX = 12;

/** Builds a UUID of version 7. It holds 48 bits of time, then 74 bits of `rest` around the version and variant bits. */
const uuidV7 = (millis: number, rest: Uint8Array): string => {
  const a = rest[0] ?? 0;
  const b = rest[1] ?? 0;
  const c = rest[2] ?? 0;
  const afterVersion = (((a & 3) << 10) | (b << 2) | (c >> 6)).toString(16).padStart(3, '0');
  const tail = Buffer.from(rest.subarray(2));
  tail[0] = 0x80 | (c & 0x3f);
  const time = millis.toString(16).padStart(MILLIS_HEX, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${afterVersion}-${tail.toString('hex', 0, 2)}-${tail.toString('hex', 2)}`;
};

/**
 * Creates ids. Ids of an attempt are derived from its command id, so a retry gets the same ids.
 * @param secret the vault's `id-derivation` key. It must outlive every retry, or a retry would not find the result of
 * its first try.
 */
export const createIdSource = (secret: Uint8Array): IdSource => {
  const restOf = (text: string): Uint8Array => keyedHash(text, secret).subarray(0, REST_BYTES);
  return {
    // The library's own `ulid` asks for randomness once per character, which costs more than a whole request.
    freshCommandId: () =>
      `${encodeTime(Date.now(), TIME_CHARACTERS)}${crockford(randomBytes(REST_BYTES))}` as CommandId,
    // The free text stands last, so that two different derivations never hash the same text.
    entityId: <Kind extends string>(command: CommandId, actor: string, what: Kind) =>
      `${command.slice(0, TIME_CHARACTERS)}${crockford(restOf(`entity\n${command}\n${what}\n${actor}`))}` as Id<Kind>,
    eventId: (command, actor, stream, ordinal) =>
      uuidV7(
        fromCrockford(command.slice(0, TIME_CHARACTERS)),
        restOf(`event\n${command}\n${ordinal}\n${stream}\n${actor}`),
      ) as EventId,
    code: (command, actor) =>
      Buffer.from(keyedHash(`code\n${command}\n${actor}`, secret).subarray(0, CODE_BYTES)).toString('base64url'),
  };
};
