/** Folds a batch of operations into a few statements: the last state of each row, written once. */
import { sql } from 'slonik';
import type { Position } from '#domain/kernel/event.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { keyedStatements } from '#projections/engine/keyed-rows.ts';
import { plainArray } from '#projections/engine/plain-array.ts';
import type { TableOp } from '#projections/engine/table.ts';
import { columnsOf, names, unnested } from '#projections/engine/table-sql.ts';
import { moveForwardsOn } from '#projections/message-timeline/forward-statements.ts';
import {
  emptyLines,
  isLineOp,
  type LineBatch,
  type LineOp,
  lineStatements,
  takeLine,
} from '#projections/message-timeline/line-statements.ts';
import { insertMentions, settleMentions } from '#projections/message-timeline/mention-statements.ts';
import {
  attachment,
  type MentionRow,
  type MessageRow,
  message,
  type ReactionRow,
  reaction,
} from '#projections/message-timeline/model.ts';
import type { PinChange, TimelineOp } from '#projections/message-timeline/operations.ts';
import { isPlaceOp, type PlaceOp, placeStatements } from '#projections/message-timeline/place-statements.ts';
import {
  deleteRemovals,
  insertRemovals,
  type RemovalKey,
  type RemovedThing,
} from '#projections/message-timeline/removal-statements.ts';
import {
  afterTexts,
  beforeTexts,
  emptyVersions,
  takeEdit,
  takeRemoval,
  takeRestoration,
  type VersionBatch,
} from '#projections/message-timeline/version-statements.ts';
import type { SqlStatement } from '#projections/ports/read-model.ts';

/** Later change of a batch to a message that was sent before it. A null revision counts one up. */
type LaterChange = {
  position: Position;
  revision: number | null;
  edited: boolean;
  content: string | null;
  plain: string | null;
  mentions: string | null;
  editedAt: Instant | null;
  /** Null leaves a deleted message deleted and a present one present. */
  deleted: boolean | null;
};
type ReactionKey = Omit<ReactionRow, 'position'>;
type Batch = {
  readonly added: Map<string, MessageRow>;
  /** Mentions of the added messages. */
  readonly mentioned: Map<string, ReadonlyArray<MentionRow>>;
  readonly changed: Map<string, LaterChange>;
  readonly versions: VersionBatch;
  readonly attachments: Array<TableOp<'attachment'>>;
  readonly lines: LineBatch;
  readonly pinned: Map<string, PinChange>;
  readonly reacted: Map<string, ReactionRow>;
  readonly unreacted: Map<string, ReactionKey>;
  readonly silenced: Set<string>;
  readonly removed: Map<string, RemovedThing>;
  readonly notRemoved: Map<string, RemovalKey>;
  /** Messages whose words came or went, each with the position of the last such change. */
  readonly appeared: Map<string, Position>;
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
    const deleted = with_.deleted ?? added.deleted;
    const said = with_.edited === true ? { content: null, plain: null, mentions: null, ...with_ } : added;
    batch.added.set(messageId, {
      ...added,
      changed_position: position,
      revision: revision ?? added.revision + 1,
      content: deleted ? null : said.content,
      plain: deleted ? null : said.plain,
      mentions: deleted ? null : said.mentions,
      edited_at: with_.edited === true ? (with_.editedAt ?? null) : added.edited_at,
      deleted,
    });
    return;
  }
  const before = batch.changed.get(messageId);
  batch.changed.set(messageId, {
    edited: false,
    content: null,
    plain: null,
    mentions: null,
    editedAt: null,
    deleted: null,
    ...before,
    ...with_,
    position,
    revision,
  });
};

const remove = (batch: Batch, thing: RemovedThing): void => {
  const key = `${thing.kind} ${thing.id}`;
  batch.notRemoved.delete(key);
  batch.removed.set(key, thing);
};
const putBack = (batch: Batch, thing: RemovalKey): void => {
  const key = `${thing.kind} ${thing.id}`;
  batch.removed.delete(key);
  batch.notRemoved.set(key, thing);
};

const react = (batch: Batch, op: Extract<TimelineOp, { readonly op: 'react' }>): void => {
  const key = `${op.messageId} ${op.userId} ${op.emoji}`;
  const reaction = { message_id: op.messageId, emoji: op.emoji, user_id: op.userId };
  if (op.on) {
    if (!batch.reacted.has(key)) batch.reacted.set(key, { ...reaction, position: op.position });
  } else {
    batch.reacted.delete(key);
    batch.unreacted.set(key, reaction);
  }
  amend(batch, op.messageId, op.position, op.revision, {});
};

const take = (batch: Batch, op: Exclude<TimelineOp, PlaceOp | LineOp>): void => {
  switch (op.op) {
    case 'add':
      batch.added.set(op.row.message_id, op.row);
      if (op.mentioned.length > 0) batch.mentioned.set(op.row.message_id, op.mentioned);
      return;
    case 'edit':
      takeEdit(batch.versions, op, batch.added.get(op.messageId));
      amend(batch, op.messageId, op.position, op.revision, {
        edited: true,
        content: op.content,
        plain: op.plain,
        mentions: op.mentions,
        editedAt: op.editedAt,
      });
      return;
    case 'delete':
      batch.appeared.set(op.messageId, op.position);
      takeRemoval(batch.versions, op.messageId, op.position);
      remove(batch, {
        kind: 'message',
        id: op.messageId,
        position: op.position,
        removed_at: op.deletedAt,
        by: op.by,
      });
      amend(batch, op.messageId, op.position, op.revision, { deleted: true });
      return;
    case 'restore':
      batch.appeared.set(op.messageId, op.position);
      takeRestoration(batch.versions, op);
      putBack(batch, { kind: 'message', id: op.messageId });
      amend(batch, op.messageId, op.position, op.revision, {
        edited: true,
        content: op.content,
        plain: op.plain,
        mentions: op.mentions,
        editedAt: op.editedAt,
        deleted: false,
      });
      return;
    case 'pin':
      batch.pinned.set(op.pin.message_id, op.pin);
      return;
    case 'attachment':
      batch.attachments.push(op.rows);
      return;
    case 'removed':
      remove(batch, { ...op.row, by: null });
      return;
    case 'not-removed':
      putBack(batch, op);
      return;
    case 'hide':
      batch.appeared.set(op.messageId, op.position);
      takeRemoval(batch.versions, op.messageId, op.position);
      batch.silenced.add(op.messageId);
      amend(batch, op.messageId, op.position, null, { deleted: true });
      return;
    case 'react':
      react(batch, op);
      return;
  }
};

/** Array of texts from outside, quoted by the driver. */
const written = (values: ReadonlyArray<string | null>) => sql.array([...values], 'text');

const ids = (values: ReadonlyArray<string>) => plainArray(values, 'text');

const insertMessages = (rows: ReadonlyArray<MessageRow>): SqlStatement => {
  const columns = columnsOf(message);
  return sql.fragment`
    INSERT INTO message (${names(columns)})
    SELECT * FROM ${unnested(message, columns, rows, 'added')}
    ON CONFLICT (message_id) DO NOTHING`;
};

const updateMessages = (changes: ReadonlyMap<string, LaterChange>): SqlStatement => {
  const of = [...changes.values()];
  const plain = (
    column: Exclude<keyof LaterChange, 'content' | 'plain' | 'mentions'>,
    type: Parameters<typeof plainArray>[1],
  ) =>
    plainArray(
      of.map((change) => change[column]),
      type,
    );
  return sql.fragment`
    UPDATE message SET
      content = CASE
        WHEN coalesce(change.deleted, message.deleted) THEN NULL
        WHEN change.edited THEN change.content
        ELSE message.content
      END,
      plain = CASE
        WHEN coalesce(change.deleted, message.deleted) THEN NULL
        WHEN change.edited THEN change.plain
        ELSE message.plain
      END,
      mentions = CASE
        WHEN coalesce(change.deleted, message.deleted) THEN NULL
        WHEN change.edited THEN change.mentions::jsonb
        ELSE message.mentions
      END,
      edited_at = CASE WHEN change.edited THEN change.edited_at ELSE message.edited_at END,
      deleted = coalesce(change.deleted, message.deleted),
      revision = coalesce(change.revision, message.revision + 1),
      changed_position = change.position
    FROM unnest(
      ${ids([...changes.keys()])},
      ${plain('position', 'int8')},
      ${plain('revision', 'int4')},
      ${plain('edited', 'bool')},
      ${written(of.map((change) => change.content))},
      ${written(of.map((change) => change.plain))},
      ${written(of.map((change) => change.mentions))},
      ${plain('editedAt', 'text')},
      ${plain('deleted', 'bool')}
    ) AS change (message_id, position, revision, edited, content, plain, mentions, edited_at, deleted)
    WHERE message.message_id = change.message_id AND message.changed_position < change.position`;
};

/** Runs after the other changes of a batch, because it alone may leave a later position of a change. */
const updatePins = (pins: ReadonlyArray<PinChange>): SqlStatement => {
  const plain = (column: keyof PinChange, type: Parameters<typeof plainArray>[1]) =>
    plainArray(
      pins.map((pin) => pin[column]),
      type,
    );
  return sql.fragment`
    UPDATE message SET
      pinned_at = pin.pinned_at,
      pinned_by = pin.pinned_by,
      pin_position = pin.position,
      changed_position = greatest(message.changed_position, pin.position)
    FROM unnest(
      ${plain('message_id', 'text')},
      ${plain('pinned_at', 'text')},
      ${plain('pinned_by', 'text')},
      ${plain('position', 'int8')}
    ) AS pin (message_id, pinned_at, pinned_by, position)
    WHERE message.message_id = pin.message_id AND coalesce(message.pin_position, -1) < pin.position`;
};

const deleteReactions = (keys: ReadonlyArray<ReactionKey>): SqlStatement =>
  sql.fragment`
    DELETE FROM reaction USING ${unnested(reaction, reaction.key, keys, 'gone')}
    WHERE reaction.message_id = gone.message_id AND reaction.emoji = gone.emoji AND reaction.user_id = gone.user_id`;

/** Skips reactions to messages of an erased channel, so that the borders of a batch do not change the result. */
const insertReactions = (rows: ReadonlyArray<ReactionRow>): SqlStatement => {
  const columns = columnsOf(reaction);
  return sql.fragment`
    INSERT INTO reaction (${names(columns)})
    SELECT added.* FROM ${unnested(reaction, columns, rows, 'added')}
    JOIN message ON message.message_id = added.message_id
    ON CONFLICT DO NOTHING`;
};

const silence = (messageIds: Iterable<string>): SqlStatement =>
  sql.fragment`DELETE FROM reaction WHERE message_id = ANY(${ids([...messageIds])})`;

/** Removes the reactions to messages that their authors deleted. A moderator's deletion leaves them. */
const silenceDeletedByAuthors = (things: ReadonlyArray<RemovedThing>): SqlStatement =>
  sql.fragment`
    DELETE FROM reaction USING message, unnest(
      ${ids(things.map(({ id }) => id))},
      ${plainArray(
        things.map(({ by }) => by),
        'text',
      )}
    ) AS gone (message_id, by)
    WHERE reaction.message_id = gone.message_id AND message.message_id = gone.message_id AND message.author_id = gone.by`;

const emptyBatch = (): Batch => ({
  added: new Map(),
  mentioned: new Map(),
  changed: new Map(),
  versions: emptyVersions(),
  attachments: [],
  lines: emptyLines(),
  pinned: new Map(),
  reacted: new Map(),
  unreacted: new Map(),
  silenced: new Set(),
  removed: new Map(),
  notRemoved: new Map(),
  appeared: new Map(),
});

const statementsOf = (batch: Batch): ReadonlyArray<SqlStatement> => {
  const removed = [...batch.removed.values()];
  const deleted = removed.filter(({ kind }) => kind === 'message');
  // A reaction changes no mention.
  const resaid = [...batch.changed].flatMap(([id, { edited, deleted: gone }]) => (edited || gone !== null ? [id] : []));
  return [
    ...(batch.added.size === 0 ? [] : [insertMessages([...batch.added.values()])]),
    ...lineStatements(batch.lines),
    ...beforeTexts(batch.versions),
    ...(batch.changed.size === 0 ? [] : [updateMessages(batch.changed)]),
    ...afterTexts(batch.versions),
    ...keyedStatements(attachment, batch.attachments),
    ...(batch.pinned.size === 0 ? [] : [updatePins([...batch.pinned.values()])]),
    ...moveForwardsOn(batch.appeared),
    ...(batch.mentioned.size === 0 ? [] : [insertMentions([...batch.mentioned.values()].flat())]),
    ...(resaid.length === 0 ? [] : [settleMentions(resaid)]),
    ...(batch.unreacted.size === 0 ? [] : [deleteReactions([...batch.unreacted.values()])]),
    ...(batch.reacted.size === 0 ? [] : [insertReactions([...batch.reacted.values()])]),
    ...(batch.silenced.size === 0 ? [] : [silence(batch.silenced)]),
    ...(deleted.length === 0 ? [] : [silenceDeletedByAuthors(deleted)]),
    ...(removed.length === 0 ? [] : [insertRemovals(removed)]),
    ...(batch.notRemoved.size === 0 ? [] : [deleteRemovals([...batch.notRemoved.values()])]),
  ];
};

/** An operation on a whole place ends a batch, so that it touches what came before it and nothing else. */
export const statements = (ops: ReadonlyArray<TimelineOp>): ReadonlyArray<SqlStatement> => {
  const done: Array<SqlStatement> = [];
  let batch = emptyBatch();
  for (const op of ops) {
    if (isLineOp(op)) {
      takeLine(batch.lines, op);
      continue;
    }
    if (!isPlaceOp(op)) {
      take(batch, op);
      continue;
    }
    done.push(...statementsOf(batch));
    batch = emptyBatch();
    done.push(...placeStatements(op));
  }
  return [...done, ...statementsOf(batch)];
};
