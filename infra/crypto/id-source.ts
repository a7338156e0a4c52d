import { ulid } from 'ulid';
import type { IdSource } from '#commands/ports/id-source.ts';
import type { CommandId, EventId, Id } from '#domain/kernel/ids.ts';
import { crockford, fromCrockford } from './crockford.ts';
import { keyedHash } from './sodium.ts';

/** A ULID is ten characters of time and sixteen, or 80 bits, of the rest. */
const TIME_CHARACTERS = 10;
const REST_CHARACTERS = 16;
const REST_BYTES = 10;
const CODE_BYTES = 16;

const bigintOf = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex')}`);

/** Version 7: 48 bits of time, then 74 bits of `rest` around the fixed version and variant bits. */
const uuidV7 = (millis: bigint, rest: bigint): string => {
  const randA = (rest >> 62n) & 0xfffn;
  const randB = rest & 0x3fff_ffff_ffff_ffffn;
  const hex = ((millis << 80n) | (0x7n << 76n) | (randA << 64n) | (0b10n << 62n) | randB)
    .toString(16)
    .padStart(32, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};

/**
 * @param secret the vault's `id-derivation` key. It must outlive every retry, or a repeated attempt would
 * not find what it did before.
 */
export const createIdSource = (secret: Uint8Array): IdSource => {
  const restOf = (text: string): bigint => bigintOf(keyedHash(text, secret).subarray(0, REST_BYTES));
  return {
    freshCommandId: () => ulid() as CommandId,
    // The free text stands last, so two different derivations never read the same.
    entityId: <Kind extends string>(command: CommandId, actor: string, what: Kind) =>
      `${command.slice(0, TIME_CHARACTERS)}${crockford(restOf(`entity\n${command}\n${what}\n${actor}`), REST_CHARACTERS)}` as Id<Kind>,
    eventId: (command, actor, stream, ordinal) =>
      uuidV7(
        fromCrockford(command.slice(0, TIME_CHARACTERS)),
        restOf(`event\n${command}\n${ordinal}\n${stream}\n${actor}`),
      ) as EventId,
    code: (command, actor) =>
      Buffer.from(keyedHash(`code\n${command}\n${actor}`, secret).subarray(0, CODE_BYTES)).toString('base64url'),
  };
};
