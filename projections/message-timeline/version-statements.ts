/** Statements about the texts that edited messages had. */
import { sql } from 'slonik';
import { NO_REVISION, type Position } from '#domain/kernel/event.ts';
import { plainArray } from '#projections/engine/plain-array.ts';
import { columnsOf, names, unnested } from '#projections/engine/table-sql.ts';
import { type MessageRow, type MessageVersionRow, messageVersion } from '#projections/message-timeline/model.ts';
import type { TimelineOp } from '#projections/message-timeline/operations.ts';
import type { SqlStatement } from '#projections/ports/read-model.ts';

/** Revision of the first event of a message, which gives its first text. */
const SENT = NO_REVISION + 1;

type Op<Name extends TimelineOp['op']> = Extract<TimelineOp, { readonly op: Name }>;

/** The changes of one batch to the texts of messages. */
export type VersionBatch = {
  /** Texts by message, as far as the batch knows them. */
  readonly said: Map<string, ReadonlyArray<MessageVersionRow>>;
  /** Messages whose first text only the table has. */
  readonly edited: Set<string>;
  /** Messages whose texts go, each with the position of its deletion. */
  readonly unsaid: Map<string, Position>;
};

export const emptyVersions = (): VersionBatch => ({ said: new Map(), edited: new Set(), unsaid: new Map() });

const firstVersion = ({ message_id, content, sent_at, sent_position }: MessageRow): MessageVersionRow => ({
  message_id,
  revision: SENT,
  content,
  said_at: sent_at,
  position: sent_position,
});

/** Takes an edit. `added` is the message as it was before the edit, if the batch added it. */
export const takeEdit = (batch: VersionBatch, op: Op<'edit'>, added: MessageRow | undefined): void => {
  const { messageId: message_id, revision, content, editedAt: said_at, position } = op;
  let before = batch.said.get(message_id) ?? [];
  if (before.length === 0 && added !== undefined) before = [firstVersion(added)];
  else if (before.length === 0) batch.edited.add(message_id);
  batch.said.set(message_id, [...before, { message_id, revision, content, said_at, position }]);
};

export const takeRestoration = (batch: VersionBatch, op: Op<'restore'>): void => {
  const { messageId: message_id, revision, content, saidAt: said_at, position } = op;
  batch.said.set(message_id, [{ message_id, revision, content, said_at, position }]);
};

export const takeRemoval = (batch: VersionBatch, messageId: string, position: Position): void => {
  batch.said.delete(messageId);
  batch.edited.delete(messageId);
  batch.unsaid.set(messageId, position);
};

const deleteVersions = (unsaid: ReadonlyMap<string, Position>): SqlStatement => sql.fragment`
  DELETE FROM message_version USING unnest(
    ${plainArray([...unsaid.keys()], 'text')}, ${plainArray([...unsaid.values()], 'int8')}
  ) AS gone (message_id, position)
  WHERE message_version.message_id = gone.message_id AND message_version.position < gone.position`;

/** Keeps the first text of messages that are edited for the first time. It runs before the new texts are written. */
const keepFirst = (messageIds: ReadonlySet<string>): SqlStatement => sql.fragment`
  INSERT INTO message_version (${names(columnsOf(messageVersion))})
  SELECT message_id, ${SENT}::integer, content, sent_at, sent_position FROM message
  WHERE message_id = ANY(${plainArray([...messageIds], 'text')}) AND edited_at IS NULL AND NOT deleted
    AND NOT EXISTS (SELECT FROM message_version AS known WHERE known.message_id = message.message_id)`;

/** Skips texts of messages that are gone, so that borders of a batch do not change the result. */
const insertVersions = (rows: ReadonlyArray<MessageVersionRow>): SqlStatement => {
  const columns = columnsOf(messageVersion);
  return sql.fragment`
    INSERT INTO message_version (${names(columns)})
    SELECT said.* FROM ${unnested(messageVersion, columns, rows, 'said')}
    JOIN message ON message.message_id = said.message_id AND NOT message.deleted
    ON CONFLICT DO NOTHING`;
};

/** Statements that run before the messages of the batch change. */
export const beforeTexts = ({ edited, unsaid }: VersionBatch): ReadonlyArray<SqlStatement> => [
  ...(unsaid.size === 0 ? [] : [deleteVersions(unsaid)]),
  ...(edited.size === 0 ? [] : [keepFirst(edited)]),
];

/** Statements that run after the messages of the batch changed. */
export const afterTexts = ({ said }: VersionBatch): ReadonlyArray<SqlStatement> =>
  said.size === 0 ? [] : [insertVersions([...said.values()].flat())];
