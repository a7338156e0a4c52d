/** Statements about what is deleted and not restored, for the sweep that erases. */
import { sql } from 'slonik';
import type { UserId } from '#domain/kernel/ids.ts';
import { plainArray } from '#projections/engine/plain-array.ts';
import { columnsOf, names, unnested } from '#projections/engine/table-sql.ts';
import { type RemovalRow, removal } from '#projections/message-timeline/model.ts';
import type { SqlStatement } from '#projections/ports/read-model.ts';

/** Removal of a thing, with the user who deleted it. The statement finds out whether they are the author. */
export type RemovedThing = Omit<RemovalRow, 'by_author'> & { readonly by: UserId | null };
export type RemovalKey = Pick<RemovalRow, 'kind' | 'id'>;
export const insertRemovals = (things: ReadonlyArray<RemovedThing>): SqlStatement => {
  const plain = (column: keyof RemovedThing, type: Parameters<typeof plainArray>[1]) =>
    plainArray(
      things.map((thing) => thing[column]),
      type,
    );
  return sql.fragment`
    INSERT INTO removal (${names(columnsOf(removal))})
    SELECT gone.kind, gone.id, gone.position, gone.removed_at, coalesce(message.author_id = gone.by, false)
    FROM unnest(
      ${plain('kind', 'text')},
      ${plain('id', 'text')},
      ${plain('position', 'int8')},
      ${plain('removed_at', 'text')},
      ${plain('by', 'text')}
    ) AS gone (kind, id, position, removed_at, by)
    LEFT JOIN message ON gone.kind = 'message' AND message.message_id = gone.id
    ON CONFLICT (kind, id) DO UPDATE SET
      position = excluded.position, removed_at = excluded.removed_at, by_author = excluded.by_author`;
};

export const deleteRemovals = (keys: ReadonlyArray<RemovalKey>): SqlStatement =>
  sql.fragment`
    DELETE FROM removal USING ${unnested(removal, removal.key, keys, 'back')}
    WHERE removal.kind = back.kind AND removal.id = back.id`;
