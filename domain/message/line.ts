/** System lines: sentences about events, which stand between the messages of a channel. No user writes them. */
import * as t from 'io-ts';
import type { EventId, MessageId } from '#domain/kernel/ids.ts';
import { ulidOf } from '#domain/kernel/ulid.ts';
import { MessageKind } from '#domain/message/events.ts';

/**
 * Kinds of lines by the act of their author: came into the guild, pinned a message, gave the channel the name in the
 * content, or began a thread in the channel.
 */
export const LineKind = t.keyof({ joined: null, pinned: null, renamed: null, thread_begun: null });
export type LineKind = t.TypeOf<typeof LineKind>;

/** The kind of what stands in a timeline: a message that was sent, or a system line. */
export const ShownKind = t.union([MessageKind, LineKind]);
export type ShownKind = t.TypeOf<typeof ShownKind>;

/** The id of the line of an event. Ids of messages and of events follow from different hashes, so the two never meet. */
export const lineIdOf = (eventId: EventId): MessageId => ulidOf(eventId) as MessageId;
