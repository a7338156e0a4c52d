/**
 * Keeps the outbox of this window over a reload. The next page of the window sends it under the same keys, so the log
 * holds each message and each change once, also when the page went away between sending and answer.
 */

import { isLeft } from 'fp-ts/lib/Either.js';
import { ChannelId, MessageId } from '#domain/kernel/ids.ts';
import { FILES_PER_MESSAGE_MAX, MESSAGE_CHARS_MAX } from '#domain/kernel/limits.ts';
import { Attachment } from '#gateway/protocol/attachments.ts';
import { flag, id, integer, listOf, nullable, object, oneOf, type TypeOf, text } from '#gateway/protocol/wire.ts';
import type { Keepsakes } from '#web/platform/platform.ts';
import type { ClientState, MessageChange, PendingChange, PendingMessage } from '#web/store/state.ts';
import type { Store } from '#web/store/store.ts';

const OUTBOX = 'outbox';
/** Entries of a kept list. A longer outbox is not kept, because the storage of a browser is small. */
const KEPT_MAX = 500;
const KEY_CHARS_MAX = 64;
const EMOJI_CHARS_MAX = 64;
const TROUBLE_CHARS_MAX = 2_000;

const key = text({ min: 1, max: KEY_CHARS_MAX });
const trouble = nullable(object({ code: text({ max: KEY_CHARS_MAX }), detail: text({ max: TROUBLE_CHARS_MAX }) }));
const KeptMessage = object(
  {
    nonce: key,
    channel_id: id(ChannelId),
    content: text({ max: MESSAGE_CHARS_MAX + 1 }),
    at: integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
    uncertain: flag,
    trouble,
  },
  { reply_to: id(MessageId), mention_replied: flag, files: listOf(Attachment, FILES_PER_MESSAGE_MAX) },
);
const changed = { key, channel_id: id(ChannelId), message_id: id(MessageId), trouble };
const KeptEdit = object({ ...changed, content: text({ max: MESSAGE_CHARS_MAX + 1 }) });
const KeptReaction = object({ ...changed, emoji: text({ min: 1, max: EMOJI_CHARS_MAX }), on: flag });
const OutboxText = object({
  version: oneOf(1),
  messages: listOf(KeptMessage, KEPT_MAX),
  edits: listOf(KeptEdit, KEPT_MAX),
  reactions: listOf(KeptReaction, KEPT_MAX),
});
type OutboxText = TypeOf<typeof OutboxText>;
type Outbox = Pick<ClientState, 'unconfirmed' | 'changes'>;

export type KeptOutbox = {
  /** Hands the outbox that the last page of this window left to `tell`. From then on `keep` writes. Works once a session. */
  readonly restore: (tell: Store['tell']) => void;
  /** Writes the outbox when it has changed. */
  readonly keep: (outbox: Outbox) => void;
  /** Stops writing until the next session restores, so that the end of a session empties nothing. */
  readonly rest: () => void;
};

const NOTHING: Outbox = { unconfirmed: [], changes: [] };

const facts = ({ key, channelId, messageId, trouble }: PendingChange) => ({
  key,
  channel_id: channelId,
  message_id: messageId,
  trouble,
});
const keptOf = ({ unconfirmed, changes }: Outbox): OutboxText => {
  const open = changes.filter(({ status }) => status !== 'acknowledged');
  return {
    version: 1,
    messages: unconfirmed
      .filter(({ status }) => status !== 'acknowledged')
      .map(({ nonce, channelId, content, replyTo, mentionReplied, files, at, uncertain, status, trouble }) => ({
        nonce,
        channel_id: channelId,
        content,
        at,
        uncertain: uncertain || status === 'sending',
        trouble,
        ...(replyTo === null ? {} : { reply_to: replyTo }),
        ...(mentionReplied === undefined ? {} : { mention_replied: mentionReplied }),
        ...(files === undefined ? {} : { files }),
      })),
    edits: open.flatMap((pending) =>
      pending.change.kind === 'edit' ? [{ ...facts(pending), content: pending.change.content }] : [],
    ),
    reactions: open.flatMap((pending) =>
      pending.change.kind === 'reaction'
        ? [{ ...facts(pending), emoji: pending.change.emoji, on: pending.change.on }]
        : [],
    ),
  };
};

const changeOf = (
  { key, channel_id, message_id, trouble }: TypeOf<typeof KeptEdit> | TypeOf<typeof KeptReaction>,
  change: MessageChange,
): PendingChange => ({
  key,
  channelId: channel_id,
  messageId: message_id,
  change,
  status: trouble === null ? 'waiting' : 'refused',
  trouble,
});
const outboxOf = ({ messages, edits, reactions }: OutboxText): Outbox => ({
  unconfirmed: messages.map(
    ({ nonce, channel_id, content, reply_to, mention_replied, files, at, uncertain, trouble }): PendingMessage => ({
      nonce,
      channelId: channel_id,
      content,
      replyTo: reply_to ?? null,
      ...(mention_replied === undefined ? {} : { mentionReplied: mention_replied }),
      ...(files === undefined ? {} : { files }),
      at,
      status: trouble === null ? 'waiting' : 'refused',
      messageId: null,
      uncertain,
      trouble,
    }),
  ),
  changes: [
    ...edits.map((edit) => changeOf(edit, { kind: 'edit', content: edit.content })),
    ...reactions.map((one) => changeOf(one, { kind: 'reaction', emoji: one.emoji, on: one.on })),
  ],
});

const parsed = (written: string): unknown => {
  try {
    return JSON.parse(written);
  } catch {
    return undefined;
  }
};

export const keptOutbox = (keepsakes: Keepsakes): KeptOutbox => {
  let written: Outbox = NOTHING;
  let writing = false;
  /** Reads the kept outbox. Answers an empty one when it cannot be read. */
  const read = (): Outbox => {
    const text = keepsakes.read(OUTBOX);
    const kept = text === null ? undefined : OutboxText.decode(parsed(text));
    return kept === undefined || isLeft(kept) ? NOTHING : outboxOf(kept.right);
  };
  return {
    restore: (tell) => {
      if (writing) return;
      const { unconfirmed, changes } = read();
      writing = true;
      tell({ t: 'outbox.restored', d: { unconfirmed, changes } });
    },
    keep: ({ unconfirmed, changes }) => {
      if (!writing || (unconfirmed === written.unconfirmed && changes === written.changes)) return;
      written = { unconfirmed, changes };
      const kept = keptOf(written);
      const lists = [kept.messages, kept.edits, kept.reactions];
      if (lists.every((list) => list.length === 0) || lists.some((list) => list.length > KEPT_MAX)) {
        keepsakes.remove(OUTBOX);
      } else keepsakes.write(OUTBOX, JSON.stringify(kept));
    },
    rest: () => {
      writing = false;
      written = NOTHING;
    },
  };
};
