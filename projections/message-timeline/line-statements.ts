/** Statements about system lines and the channels that take them. */
import { sql } from 'slonik';
import type { Position } from '#domain/kernel/event.ts';
import { plainArray } from '#projections/engine/plain-array.ts';
import { columnsOf, names, unnested } from '#projections/engine/table-sql.ts';
import { type LinePlaceRow, linePlace } from '#projections/message-timeline/model.ts';
import type { LineRow, ThreadChange, TimelineOp } from '#projections/message-timeline/operations.ts';
import type { SqlStatement } from '#projections/ports/read-model.ts';

/** The changes of one batch to the lines and their places. */
export type LineBatch = {
  readonly lines: Map<string, LineRow>;
  readonly places: Map<string, LinePlaceRow>;
  readonly removed: Map<string, Position>;
  /** The last change of each thread. */
  readonly threads: Map<string, ThreadChange>;
};
export const emptyLines = (): LineBatch => ({
  lines: new Map(),
  places: new Map(),
  removed: new Map(),
  threads: new Map(),
});

export type LineOp = Extract<TimelineOp, { readonly op: 'line' | 'thread' | 'place' | 'place-removed' }>;
const LINE_OPS: ReadonlySet<TimelineOp['op']> = new Set<LineOp['op']>(['line', 'thread', 'place', 'place-removed']);
export const isLineOp = (op: TimelineOp): op is LineOp => LINE_OPS.has(op.op);
export const takeLine = (batch: LineBatch, op: LineOp): void => {
  if (op.op === 'line') batch.lines.set(op.line.message_id, op.line);
  else if (op.op === 'thread') batch.threads.set(op.threadId, op);
  else if (op.op === 'place') batch.places.set(op.row.channel_id, op.row);
  else if (!batch.removed.has(op.channelId)) batch.removed.set(op.channelId, op.position);
};

const insertPlaces = (rows: ReadonlyArray<LinePlaceRow>): SqlStatement => {
  const columns = columnsOf(linePlace);
  return sql.fragment`
    INSERT INTO line_place (${names(columns)}) SELECT * FROM ${unnested(linePlace, columns, rows, 'added')}
    ON CONFLICT DO NOTHING`;
};

const removePlaces = (removed: ReadonlyMap<string, Position>): SqlStatement => sql.fragment`
  UPDATE line_place SET removed_position = gone.position
  FROM unnest(${plainArray([...removed.keys()], 'text')}, ${plainArray([...removed.values()], 'int8')})
    AS gone (channel_id, position)
  WHERE line_place.channel_id = gone.channel_id AND line_place.removed_position IS NULL`;

/** Puts each line into its channel, as the guild had its channels at the position of the line. */
const insertLines = (lines: ReadonlyArray<LineRow>): SqlStatement => {
  const column = (name: keyof LineRow) => lines.map((line) => line[name]);
  const plain = (name: keyof LineRow) => plainArray(column(name), name === 'position' ? 'int8' : 'text');
  const contents = lines.map(({ content }) => content);
  return sql.fragment`
    INSERT INTO message (
      message_id, channel_id, guild_id, author_id, kind, content, sent_position, changed_position, revision, sent_at,
      reply_to, thread_id, deleted
    )
    SELECT line.message_id, place.channel_id, line.guild_id, line.author_id, line.kind, line.content, line.position,
      line.position, 0, line.sent_at, line.reply_to, line.thread_id, false
    FROM unnest(
      ${plain('message_id')}, ${plain('channel_id')}, ${plain('guild_id')}, ${plain('author_id')}, ${plain('kind')},
      ${sql.array(contents, 'text')}, ${plain('position')}, ${plain('sent_at')}, ${plain('reply_to')},
      ${plain('thread_id')}
    ) AS line (message_id, channel_id, guild_id, author_id, kind, content, position, sent_at, reply_to, thread_id)
    CROSS JOIN LATERAL (
      SELECT channel_id FROM line_place
      WHERE line_place.guild_id = line.guild_id AND created_position < line.position
        AND CASE WHEN line.channel_id IS NULL
          THEN line_place.kind = 'text' AND coalesce(removed_position > line.position, true)
          ELSE line_place.channel_id = line.channel_id
        END
      ORDER BY created_position LIMIT 1
    ) AS place
    ON CONFLICT (message_id) DO NOTHING`;
};

/** Hides the lines about deleted threads, and shows those about restored ones. Most channels are no threads. */
const changeThreads = (changes: ReadonlyArray<ThreadChange>): SqlStatement => {
  const plain = (name: keyof ThreadChange, type: Parameters<typeof plainArray>[1]) =>
    plainArray(
      changes.map((change) => change[name]),
      type,
    );
  return sql.fragment`
    UPDATE message SET deleted = change.deleted, revision = change.revision, changed_position = change.position
    FROM unnest(
      ${plain('threadId', 'text')}, ${plain('deleted', 'bool')}, ${plain('revision', 'int4')}, ${plain('position', 'int8')}
    ) AS change (thread_id, deleted, revision, position)
    WHERE message.thread_id = change.thread_id AND message.changed_position < change.position`;
};

export const lineStatements = ({ lines, places, removed, threads }: LineBatch): ReadonlyArray<SqlStatement> => [
  ...(places.size === 0 ? [] : [insertPlaces([...places.values()])]),
  ...(removed.size === 0 ? [] : [removePlaces(removed)]),
  ...(lines.size === 0 ? [] : [insertLines([...lines.values()])]),
  ...(threads.size === 0 ? [] : [changeThreads([...threads.values()])]),
];
