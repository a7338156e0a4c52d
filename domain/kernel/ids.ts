import * as t from 'io-ts';

/**
 * Ids are ULIDs: 26 upper-case characters of Crockford's alphabet, at most 2^128 - 1. Each kind of id has its own brand
 * and codec, so the compiler refuses the id of a channel where the id of a guild is needed.
 */
declare const kind: unique symbol;
export type Id<Kind extends string> = string & { readonly [kind]: Kind };

const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

const idCodec = <Kind extends string>(name: Kind): t.Type<Id<Kind>, string, unknown> => {
  const is = (u: unknown): u is Id<Kind> => typeof u === 'string' && ULID.test(u);
  return new t.Type<Id<Kind>, string, unknown>(
    name,
    is,
    (u, context) => (is(u) ? t.success(u) : t.failure(u, context, `${name} must be a ULID of 26 characters`)),
    (id) => id,
  );
};

export const UserId = idCodec('UserId');
export type UserId = Id<'UserId'>;
export const SessionId = idCodec('SessionId');
export type SessionId = Id<'SessionId'>;
export const GuildId = idCodec('GuildId');
export type GuildId = Id<'GuildId'>;
export const ChannelId = idCodec('ChannelId');
export type ChannelId = Id<'ChannelId'>;
export const ConversationId = idCodec('ConversationId');
export type ConversationId = Id<'ConversationId'>;
export const MessageId = idCodec('MessageId');
export type MessageId = Id<'MessageId'>;
export const RoleId = idCodec('RoleId');
export type RoleId = Id<'RoleId'>;
/** Id of a file that a user sent. The bytes stand under it in the store of files. */
export const AttachmentId = idCodec('AttachmentId');
export type AttachmentId = Id<'AttachmentId'>;
export const TagId = idCodec('TagId');
export type TagId = Id<'TagId'>;
export const InviteId = idCodec('InviteId');
export type InviteId = Id<'InviteId'>;
export const ImportId = idCodec('ImportId');
export type ImportId = Id<'ImportId'>;

/**
 * The id of one attempt. It is the idempotency key of the client. Every retry derives the same ids of things and events
 * from it, so the log holds the events of an attempt once.
 */
export const CommandId = idCodec('CommandId');
export type CommandId = Id<'CommandId'>;

/** The id of an event is a UUID of version 7, because both log adapters can store a UUID. */
export type EventId = string & { readonly [kind]: 'EventId' };
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const isEventId = (u: unknown): u is EventId => typeof u === 'string' && UUID.test(u);
export const EventId = new t.Type<EventId, string, unknown>(
  'EventId',
  isEventId,
  (u, context) => (isEventId(u) ? t.success(u) : t.failure(u, context, 'EventId must be a lower-case UUID')),
  (id) => id,
);
