/** Folds a batch of operations into a few statements: the last state of each row, written once. */
import { sql } from 'slonik';
import type { Position } from '#domain/kernel/event.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { plainArray } from '#projections/engine/plain-array.ts';
import { columnsOf, names, unnested } from '#projections/engine/table-sql.ts';
import { type MessageRow, message, type ReactionRow, reaction } from '#projections/message-timeline/model.ts';
import type { TimelineOp } from '#projections/message-timeline/operations.ts';
import type { SqlStatement } from '#projections/ports/read-model.ts';

/** Later change of a batch to a message that was sent before it. A null revision counts one up. */
type LaterChange = {
  position: Position;
  revision: number | null;
  edited: boolean;
  content: string | null;
  editedAt: Instant | null;
  deleted: boolean;
};
type ReactionKey = Omit<ReactionRow, 'position'>;
type Cleared = Map<string, Position>;
type Batch = {
  readonly added: Map<string, MessageRow>;
  readonly changed: Map<string, LaterChange>;
  readonly reacted: Map<string, ReactionRow>;
  readonly unreacted: Map<string, ReactionKey>;
  readonly silenced: Set<string>;
  readonly channels: Cleared;
  readonly guilds: Cleared;
};

const amend = (
  batch: Batch,
  messageId: string,
  position: Position,
  revision: number | null,
  with_: Partial<LaterChange>,
) => {
  const added = batch.added.get(messageId);
  if (added !== undefined) {
    const deleted = added.deleted || with_.deleted === true;
    const content = with_.edited === true ? (with_.content ?? null) : added.content;
    batch.added.set(messageId, {
      ...added,
      changed_position: position,
      revision: revision ?? added.revision + 1,
      content: deleted ? null : content,
      edited_at: with_.edited === true ? (with_.editedAt ?? null) : added.edited_at,
      deleted,
    });
    return;
  }
  const before = batch.changed.get(messageId);
  batch.changed.set(messageId, {
    edited: false,
    content: null,
    editedAt: null,
    deleted: false,
    ...before,
    ...with_,
    position,
    revision,
  });
};

const take = (batch: Batch, op: TimelineOp): void => {
  switch (op.op) {
    case 'add':
      batch.added.set(op.row.message_id, op.row);
      return;
    case 'edit':
      amend(batch, op.messageId, op.position, op.revision, {
        edited: true,
        content: op.content,
        editedAt: op.editedAt,
      });
      return;
    case 'delete':
      batch.silenced.add(op.messageId);
      amend(batch, op.messageId, op.position, op.revision, { deleted: true });
      return;
    case 'hide':
      batch.silenced.add(op.messageId);
      amend(batch, op.messageId, op.position, null, { deleted: true });
      return;
    case 'react': {
      const key = `${op.messageId} ${op.userId} ${op.emoji}`;
      const reaction = { message_id: op.messageId, emoji: op.emoji, user_id: op.userId };
      if (op.on) {
        if (!batch.reacted.has(key)) batch.reacted.set(key, { ...reaction, position: op.position });
      } else {
        batch.reacted.delete(key);
        batch.unreacted.set(key, reaction);
      }
      amend(batch, op.messageId, op.position, op.revision, {});
      return;
    }
    case 'clear-channel':
      batch.channels.set(op.channelId, op.position);
      return;
    case 'clear-guild':
      batch.guilds.set(op.guildId, op.position);
      return;
  }
};

/** Array of texts from outside, quoted by the driver. */
const written = (values: ReadonlyArray<string | null>) => sql.array([...values], 'text');

const ids = (values: ReadonlyArray<string>) => plainArray(values, 'text');
const positions = (values: ReadonlyArray<bigint>) => plainArray(values, 'int8');

const insertMessages = (rows: ReadonlyArray<MessageRow>): SqlStatement => {
  const columns = columnsOf(message);
  return sql.fragment`
    INSERT INTO message (${names(columns)})
    SELECT * FROM ${unnested(message, columns, rows, 'added')}
    ON CONFLICT (message_id) DO NOTHING`;
};

const updateMessages = (changes: ReadonlyMap<string, LaterChange>): SqlStatement => {
  const of = [...changes.values()];
  const plain = (column: Exclude<keyof LaterChange, 'content'>, type: Parameters<typeof plainArray>[1]) =>
    plainArray(
      of.map((change) => change[column]),
      type,
    );
  return sql.fragment`
    UPDATE message SET
      content = CASE
        WHEN message.deleted OR change.deleted THEN NULL
        WHEN change.edited THEN change.content
        ELSE message.content
      END,
      edited_at = CASE WHEN change.edited THEN change.edited_at ELSE message.edited_at END,
      deleted = message.deleted OR change.deleted,
      revision = coalesce(change.revision, message.revision + 1),
      changed_position = change.position
    FROM unnest(
      ${ids([...changes.keys()])},
      ${plain('position', 'int8')},
      ${plain('revision', 'int4')},
      ${plain('edited', 'bool')},
      ${written(of.map((change) => change.content))},
      ${plain('editedAt', 'text')},
      ${plain('deleted', 'bool')}
    ) AS change (message_id, position, revision, edited, content, edited_at, deleted)
    WHERE message.message_id = change.message_id AND message.changed_position < change.position`;
};

const deleteReactions = (keys: ReadonlyArray<ReactionKey>): SqlStatement =>
  sql.fragment`
    DELETE FROM reaction USING ${unnested(reaction, reaction.key, keys, 'gone')}
    WHERE reaction.message_id = gone.message_id AND reaction.emoji = gone.emoji AND reaction.user_id = gone.user_id`;

/** Skips reactions to deleted messages, so that the borders of a batch do not change the result. */
const insertReactions = (rows: ReadonlyArray<ReactionRow>): SqlStatement => {
  const columns = columnsOf(reaction);
  return sql.fragment`
    INSERT INTO reaction (${names(columns)})
    SELECT added.* FROM ${unnested(reaction, columns, rows, 'added')}
    JOIN message ON message.message_id = added.message_id AND NOT message.deleted
    ON CONFLICT DO NOTHING`;
};

const silence = (messageIds: Iterable<string>): SqlStatement =>
  sql.fragment`DELETE FROM reaction WHERE message_id = ANY(${ids([...messageIds])})`;

/** Removes messages sent before their channel or guild was deleted. One that raced the deletion stays, hidden. */
const clear = (place: 'channel_id' | 'guild_id', cleared: Cleared): ReadonlyArray<SqlStatement> => {
  const gone = sql.fragment`unnest(${ids([...cleared.keys()])}, ${positions([...cleared.values()])}) AS gone (place, position)`;
  const inside = sql.fragment`
    message.${sql.identifier([place])} = gone.place AND message.sent_position < gone.position`;
  return [
    sql.fragment`
      DELETE FROM reaction USING message, ${gone} WHERE reaction.message_id = message.message_id AND ${inside}`,
    sql.fragment`DELETE FROM message USING ${gone} WHERE ${inside}`,
  ];
};

export const statements = (ops: ReadonlyArray<TimelineOp>): ReadonlyArray<SqlStatement> => {
  const batch: Batch = {
    added: new Map(),
    changed: new Map(),
    reacted: new Map(),
    unreacted: new Map(),
    silenced: new Set(),
    channels: new Map(),
    guilds: new Map(),
  };
  for (const op of ops) take(batch, op);
  return [
    ...(batch.added.size === 0 ? [] : [insertMessages([...batch.added.values()])]),
    ...(batch.changed.size === 0 ? [] : [updateMessages(batch.changed)]),
    ...(batch.unreacted.size === 0 ? [] : [deleteReactions([...batch.unreacted.values()])]),
    ...(batch.reacted.size === 0 ? [] : [insertReactions([...batch.reacted.values()])]),
    ...(batch.silenced.size === 0 ? [] : [silence(batch.silenced)]),
    ...(batch.channels.size === 0 ? [] : clear('channel_id', batch.channels)),
    ...(batch.guilds.size === 0 ? [] : clear('guild_id', batch.guilds)),
  ];
};
