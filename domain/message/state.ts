import { aggregate, type FoldCopies } from '#domain/kernel/decider.ts';
import type { Erasable } from '#domain/kernel/erasable.ts';
import { NO_REVISION, type Revision } from '#domain/kernel/event.ts';
import type { Home } from '#domain/kernel/home.ts';
import type { ChannelId, MessageId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { CarriedFiles } from '#domain/message/attachments.ts';
import type { MessageEvent, MessageKind } from '#domain/message/events.ts';
import type { CarriedForward } from '#domain/message/forward.ts';
import { type Mentions, mentionsIn } from '#domain/message/mentions.ts';

/** Facts of a message that outlast its deletion. */
export type MessageFacts = {
  readonly messageId: MessageId;
  readonly channelId: ChannelId;
  readonly home: Home;
  readonly authorId: UserId;
  readonly messageKind: MessageKind;
  readonly sentAt: Instant;
  readonly replyTo: MessageId | null;
  /** True for a reply that mentions the author of the message that it answers, also after an edit. */
  readonly mentionReplied: boolean;
  readonly files: CarriedFiles['files'];
  readonly forward: CarriedForward;
  /** Number of the last event on this stream. The fold counts it. */
  readonly revision: Revision;
};
export type PresentMessage = MessageFacts & {
  readonly kind: 'Present';
  readonly shownFiles: CarriedFiles['shownFiles'];
  readonly content: Erasable<string>;
  readonly mentions: Mentions;
  readonly editedAt: Instant | null;
  /** Number of the event that gave `content`. Reactions do not raise it. */
  readonly contentRevision: Revision;
  readonly reactions: ReadonlyMap<string, ReadonlySet<UserId>>;
};
/** A message that a moderator deleted keeps what a restoration needs, but its text, which stands in the earlier events. */
export type DeletedMessage = MessageFacts & {
  readonly kind: 'Deleted';
  readonly by: UserId;
  readonly deletedAt: Instant;
  readonly reactions: PresentMessage['reactions'];
};
export type MessageState = { readonly kind: 'Absent' } | PresentMessage | DeletedMessage;

const SENT: Revision = NO_REVISION + 1;

type Reactions = PresentMessage['reactions'];

const NOBODY: ReadonlySet<UserId> = new Set();
const NO_REACTIONS: Reactions = new Map();

const reacted = (reactions: Reactions, emoji: string, userId: UserId, copies: FoldCopies): Reactions =>
  copies.ofMap(reactions).set(emoji, copies.ofSet(reactions.get(emoji) ?? NOBODY).add(userId));

/** Removes one reaction. An emoji without users leaves the map and makes room for another emoji. */
const unreacted = (reactions: Reactions, emoji: string, userId: UserId, copies: FoldCopies): Reactions => {
  const users = copies.ofSet(reactions.get(emoji) ?? NOBODY);
  users.delete(userId);
  const left = copies.ofMap(reactions);
  if (users.size === 0) left.delete(emoji);
  else left.set(emoji, users);
  return left;
};

/** Raises the revision, as every event does, and changes a message that is present. */
const next = (state: MessageState, change: (message: PresentMessage) => Partial<PresentMessage>): MessageState => {
  if (state.kind === 'Absent') return state;
  const counted = { ...state, revision: state.revision + 1 };
  return counted.kind === 'Present' ? { ...counted, ...change(counted) } : counted;
};

export const messageAggregate = aggregate<MessageState, MessageEvent>(
  { kind: 'Absent' },
  {
    'message.sent': (_, { kind, mentions, ...facts }) => ({
      kind: 'Present',
      ...facts,
      mentions: mentionsIn(mentions),
      messageKind: kind,
      editedAt: null,
      revision: SENT,
      contentRevision: SENT,
      reactions: new Map(),
    }),
    'message.edited': (state, { content, editedAt, mentions }) =>
      next(state, ({ revision }) => ({ content, editedAt, mentions: mentionsIn(mentions), contentRevision: revision })),
    'message.deleted': (state, { by, deletedAt }) => {
      if (state.kind !== 'Present') return state.kind === 'Absent' ? state : { ...state, revision: state.revision + 1 };
      const { messageId, channelId, home, authorId, messageKind, sentAt, replyTo, mentionReplied } = state;
      const { files, forward, revision } = state;
      const sent = { messageId, channelId, home, authorId, messageKind, sentAt, replyTo, mentionReplied };
      const placed = { ...sent, files, forward };
      const reactions = by === authorId ? NO_REACTIONS : state.reactions;
      return { kind: 'Deleted', ...placed, by, deletedAt, reactions, revision: revision + 1 };
    },
    'message.restored': (state, { content, editedAt, mentions, files, shownFiles }) => {
      if (state.kind !== 'Deleted') return next(state, () => ({}));
      const { by: _by, deletedAt: _at, ...kept } = state;
      const revision = state.revision + 1;
      const said = { content, mentions: mentionsIn(mentions), editedAt, files, shownFiles };
      return { ...kept, kind: 'Present', ...said, revision, contentRevision: revision };
    },
    'message.reaction-added': (state, { emoji, userId }, copies) =>
      next(state, ({ reactions }) => ({ reactions: reacted(reactions, emoji, userId, copies) })),
    'message.reaction-removed': (state, { emoji, userId }, copies) =>
      next(state, ({ reactions }) => ({ reactions: unreacted(reactions, emoji, userId, copies) })),
  },
);
