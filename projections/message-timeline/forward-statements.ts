/** Statements about the forwards of messages. They hold no words, so a change of what they show only moves them on. */
import { sql } from 'slonik';
import type { Position } from '#domain/kernel/event.ts';
import { plainArray } from '#projections/engine/plain-array.ts';
import type { SqlStatement } from '#projections/ports/read-model.ts';

/**
 * Notes at forwards that their messages were deleted or restored, so that a client that was away reads them again. It runs
 * after the other changes of a batch, because it may leave a later position of a change.
 */
export const moveForwardsOn = (shown: ReadonlyMap<string, Position>): ReadonlyArray<SqlStatement> =>
  shown.size === 0
    ? []
    : [
        sql.fragment`
          UPDATE message SET changed_position = greatest(message.changed_position, shown.position)
          FROM unnest(${plainArray([...shown.keys()], 'text')}, ${plainArray([...shown.values()], 'int8')})
            AS shown (message_id, position)
          WHERE message.forwarded_id = shown.message_id AND message.sent_position < shown.position`,
      ];

/** Does the same for the forwards of all messages `inside` a place. */
export const moveForwardsOnFrom = (inside: SqlStatement, position: Position): SqlStatement => sql.fragment`
  UPDATE message AS forward SET changed_position = greatest(forward.changed_position, moved.position)
  FROM message, unnest(${plainArray([position], 'int8')}) AS moved (position)
  WHERE forward.forwarded_id = message.message_id AND forward.sent_position < moved.position AND ${inside}`;
