/**
 * Resume token: carries the position up to which a client was served, an event that proves the log to be the same, and
 * the channels that the client followed. It is sealed for its session, so the client can read nothing from it.
 *
 * Its content is bytes (version, position, witness, 16 bytes a channel), because the frame that brings it back must fit
 * into the bytes before identify.
 */
import { isRight } from 'fp-ts/lib/Either.js';
import { BEGINNING, type Position } from '#domain/kernel/event.ts';
import { ChannelId, EventId, type SessionId } from '#domain/kernel/ids.ts';
import type { LogWitness } from '#gateway/ports/projected-feed.ts';
import type { SealedTokens } from '#gateway/ports/sealed-tokens.ts';
import { SUBSCRIPTIONS_MAX } from '#gateway/protocol/limits.ts';

export type ResumePoint = {
  readonly position: Position;
  /** An event of the log when the token was sealed. Undefined when no event was known then. */
  readonly witness: LogWitness | undefined;
  readonly channels: ReadonlyArray<ChannelId>;
};

const VERSION = 2;
const WITNESS_AT = 9;
const EVENT_ID_AT = WITNESS_AT + 8;
const EVENT_ID_BYTES = 16;
const HEADER_BYTES = EVENT_ID_AT + EVENT_ID_BYTES;
const ID_BYTES = 16;
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const ULID_CHARS = 26;
const HALF_BITS = 64n;
const LOW_HALF = (1n << HALF_BITS) - 1n;

const writeId = (bytes: Buffer, offset: number, id: string): void => {
  let bits = 0n;
  for (const char of id) bits = (bits << 5n) | BigInt(CROCKFORD.indexOf(char));
  bytes.writeBigUInt64BE(bits >> HALF_BITS, offset);
  bytes.writeBigUInt64BE(bits & LOW_HALF, offset + ID_BYTES / 2);
};
const writeWitness = (bytes: Buffer, { position, eventId }: LogWitness): void => {
  bytes.writeBigUInt64BE(position, WITNESS_AT);
  bytes.write(eventId.replaceAll('-', ''), EVENT_ID_AT, 'hex');
};
const readWitness = (bytes: Buffer): LogWitness | undefined => {
  const hex = bytes.toString('hex', EVENT_ID_AT, EVENT_ID_AT + EVENT_ID_BYTES);
  const position = bytes.readBigUInt64BE(WITNESS_AT);
  const eventId = EventId.decode(hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'));
  return position > BEGINNING && isRight(eventId) ? { position, eventId: eventId.right } : undefined;
};
const readId = (bytes: Buffer, offset: number): string => {
  let bits = (bytes.readBigUInt64BE(offset) << HALF_BITS) | bytes.readBigUInt64BE(offset + ID_BYTES / 2);
  let id = '';
  for (let i = 0; i < ULID_CHARS; i += 1) {
    id = `${CROCKFORD[Number(bits & 31n)]}${id}`;
    bits >>= 5n;
  }
  return id;
};

export const sealResumePoint = (seals: SealedTokens, session: SessionId, point: ResumePoint): string => {
  const bytes = Buffer.alloc(HEADER_BYTES + point.channels.length * ID_BYTES);
  bytes[0] = VERSION;
  bytes.writeBigUInt64BE(point.position, 1);
  if (point.witness !== undefined) writeWitness(bytes, point.witness);
  for (const [i, channel] of point.channels.entries()) writeId(bytes, HEADER_BYTES + i * ID_BYTES, channel);
  return seals.seal('resume', session, bytes.toString('base64url'));
};

/** Opens a token. Answers undefined when it was not sealed for this session, or has another version. */
export const openResumePoint = (seals: SealedTokens, session: SessionId, token: string): ResumePoint | undefined => {
  const content = seals.open('resume', session, token);
  if (content === undefined) return undefined;
  const bytes = Buffer.from(content, 'base64url');
  const channels = (bytes.length - HEADER_BYTES) / ID_BYTES;
  if (bytes[0] !== VERSION || !Number.isInteger(channels) || channels < 0 || channels > SUBSCRIPTIONS_MAX) {
    return undefined;
  }
  const ids = Array.from({ length: channels }, (_, i) => ChannelId.decode(readId(bytes, HEADER_BYTES + i * ID_BYTES)));
  return {
    position: bytes.readBigUInt64BE(1),
    witness: readWitness(bytes),
    channels: ids.flatMap((id) => (isRight(id) ? [id.right] : [])),
  };
};
