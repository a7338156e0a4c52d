/** Statements about all messages of an erased channel or a deleted guild. */
import { sql } from 'slonik';
import type { Position } from '#domain/kernel/event.ts';
import { plainArray } from '#projections/engine/plain-array.ts';
import { moveForwardsOnFrom } from '#projections/message-timeline/forward-statements.ts';
import type { TimelineOp } from '#projections/message-timeline/operations.ts';
import type { SqlStatement } from '#projections/ports/read-model.ts';

/** An operation on the messages of one place. Statements of such a kind come in the order of the log. */
export type PlaceOp = Extract<TimelineOp, { readonly op: 'clear-channel' | 'blank-guild' }>;
export const isPlaceOp = (op: TimelineOp): op is PlaceOp => op.op === 'clear-channel' || op.op === 'blank-guild';

/** Removes what stands beside the messages of a place: reactions, versions and mentions. */
const clearBeside = (inside: SqlStatement): ReadonlyArray<SqlStatement> =>
  ['reaction', 'message_version', 'mention'].map((name) => {
    const table = sql.identifier([name]);
    return sql.fragment`DELETE FROM ${table} USING message WHERE ${table}.message_id = message.message_id AND ${inside}`;
  });

/**
 * Removes messages sent before their channel was erased. One that raced the deletion stays, hidden. The line about an
 * erased thread stands in another channel, and goes too.
 */
const clearChannel = (channelId: string, position: Position): ReadonlyArray<SqlStatement> => {
  const before = sql.fragment`message.sent_position < ANY(${plainArray([position], 'int8')})`;
  const ids = plainArray([channelId], 'text');
  const inside = sql.fragment`message.channel_id = ANY(${ids}) AND ${before}`;
  return [
    moveForwardsOnFrom(inside, position),
    ...clearBeside(inside),
    sql.fragment`
      DELETE FROM removal USING message
      WHERE removal.kind = 'message' AND removal.id = message.message_id AND ${inside}`,
    sql.fragment`DELETE FROM message WHERE ${inside}`,
    sql.fragment`DELETE FROM message WHERE message.thread_id = ANY(${ids}) AND ${before}`,
  ];
};

const blankGuild = (guildId: string, position: Position): ReadonlyArray<SqlStatement> => {
  const inside = sql.fragment`
    message.guild_id = ANY(${plainArray([guildId], 'text')}) AND message.sent_position < ANY(${plainArray([position], 'int8')})`;
  return [
    moveForwardsOnFrom(inside, position),
    ...clearBeside(inside),
    sql.fragment`UPDATE message SET content = NULL, plain = NULL, mentions = NULL, deleted = true WHERE ${inside}`,
  ];
};

export const placeStatements = (op: PlaceOp): ReadonlyArray<SqlStatement> =>
  op.op === 'clear-channel' ? clearChannel(op.channelId, op.position) : blankGuild(op.guildId, op.position);
