import { type Either, left, right } from 'fp-ts/lib/Either.js';
import type { ChannelEvent } from '#domain/channel/events.ts';
import type { ChannelState, PresentChannel } from '#domain/channel/state.ts';
import { managing } from '#domain/channel/thread-decide.ts';
import type { ChannelId, MessageId, RoleId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { CHANNELS_PER_GUILD_MAX, PINS_PER_CHANNEL_MAX } from '#domain/kernel/limits.ts';
import {
  isInUndoTime,
  type StateFacet,
  type UndoneKind,
  type UndoObstacle,
  type UndoRules,
} from '#domain/kernel/undo.ts';
import { type Authority, isOwner, may } from '#domain/permission/authority.ts';
import type { Permission } from '#domain/permission/bits.ts';
import { outranks, type Rank } from '#domain/permission/hierarchy.ts';
import type { Overwrites } from '#domain/permission/overwrite.ts';
import { overwriteChanges, overwriteFacts } from '#domain/permission/overwrite-changes.ts';
import { isEmpty, minus, namesIn } from '#domain/permission/permission-set.ts';

/** Circumstances of an undo: the actor's authority in the channel, and what stands on other streams. */
export type ChannelUndo = {
  readonly channelId: ChannelId;
  readonly authority: Authority;
  readonly at: Instant;
  /** The time of the act. A deletion can be undone for `undoMs` after it. */
  readonly actedAt: Instant;
  readonly undoMs: number;
  readonly hasPlace: boolean;
  /** Overwrites that count in a state: its own, or those of the category with which it is synced. */
  readonly effective: (channel: PresentChannel) => Overwrites;
  readonly rankOfRole: (roleId: RoleId) => Rank;
  readonly rankOfMember: (userId: UserId) => Rank;
  /** True for a category that exists. */
  readonly isCategory: (channelId: ChannelId) => boolean;
};

type Facet = StateFacet<ChannelState, ChannelEvent>;
type Undone = Either<UndoObstacle, ReadonlyArray<ChannelEvent>>;

const missing = (permission: Permission): Either<UndoObstacle, never> =>
  left({ kind: 'MissingPermission', permission });

/** Finds the rule that forbids the change from `now` to `before`. */
const forbidden = (undo: ChannelUndo, before: Overwrites, now: Overwrites): UndoObstacle | undefined => {
  const { authority } = undo;
  if (isOwner(authority)) return undefined;
  for (const { target, touched } of overwriteChanges(before, now)) {
    if (isEmpty(touched)) continue;
    const rank = target.kind === 'role' ? undo.rankOfRole(target.roleId) : undo.rankOfMember(target.userId);
    if (!outranks(authority.rank, rank)) return { kind: 'OutranksActor' };
    const [lacked] = namesIn(minus(touched, authority.permissions));
    if (lacked !== undefined) return { kind: 'MissingPermission', permission: lacked };
  }
  return undefined;
};

const overwritesIn = (state: ChannelState): unknown =>
  state.kind === 'Absent'
    ? null
    : [
        state.syncedWith,
        overwriteFacts(state.overwrites)
          .map((one) => JSON.stringify(one))
          .sort(),
      ];

/** Facet of one pin. Each message is a facet of its own. */
const pinOf = (messageId: MessageId): Omit<Facet, 'undo'> => ({
  key: `pin ${messageId}`,
  thing: { what: 'pin', id: messageId },
  read: () => (state) => state.kind !== 'Absent' && state.pinned.has(messageId),
});

/** Puts a pin back, or takes it away again. */
const pinBack =
  ({ channelId, authority, at }: ChannelUndo, messageId: MessageId) =>
  ({ home }: PresentChannel, { pinned }: PresentChannel): Undone => {
    const data = { channelId, home, messageId, by: authority.actor };
    if (pinned.has(messageId)) return right([{ type: 'channel.message-unpinned', data }]);
    if (pinned.size >= PINS_PER_CHANNEL_MAX) return left({ kind: 'PinsFull', max: PINS_PER_CHANNEL_MAX });
    return right([{ type: 'channel.message-pinned', data: { ...data, pinnedAt: at } }]);
  };

type Fact = 'name' | 'topic' | 'slowModeSecs' | 'tags' | 'tagRequired';
type Making = {
  readonly fact: (key: Fact, eventOf: (before: PresentChannel) => ChannelEvent) => () => Facet;
  readonly facet: (
    key: string,
    what: UndoneKind,
    read: (state: ChannelState) => unknown,
    back: Facet['undo'],
  ) => () => Facet;
  readonly between: (
    permission: Permission | null,
    back: (before: PresentChannel, now: PresentChannel) => Undone,
  ) => Facet['undo'];
};

/** Puts back the tags of a forum and of a post. */
const forumUndo = (
  { fact, facet, between }: Making,
  channelId: ChannelId,
  { actor: by }: Authority,
): Pick<
  UndoRules<ChannelState, ChannelEvent>,
  'channel.tags-set' | 'channel.tag-requirement-set' | 'channel.post-tagged'
> => ({
  'channel.tags-set': fact('tags', ({ home, tags }) => ({ type: 'channel.tags-set', data: { channelId, home, tags } })),
  'channel.tag-requirement-set': fact('tagRequired', ({ home, tagRequired: required }) => {
    return { type: 'channel.tag-requirement-set', data: { channelId, home, required } };
  }),
  'channel.post-tagged': facet(
    'tagIds',
    'channel',
    (state) => (state.kind === 'Absent' ? null : (state.thread?.tagIds ?? null)),
    between(null, ({ home, thread }) =>
      right([{ type: 'channel.post-tagged', data: { channelId, home, by, tagIds: thread?.tagIds ?? [] } }]),
    ),
  ),
});

export const channelUndo = (undo: ChannelUndo): UndoRules<ChannelState, ChannelEvent> => {
  const { channelId, authority, at } = undo;
  const facet = (
    key: string,
    what: UndoneKind,
    read: (state: ChannelState) => unknown,
    back: Facet['undo'],
  ): (() => Facet) => {
    const made: Facet = { key, thing: { what, id: channelId }, read: () => read, undo: back };
    return () => made;
  };
  /** Makes the undo of a facet of a channel that exists before and now. Null stands for the right to manage it. */
  const between =
    (permission: Permission | null, back: (before: PresentChannel, now: PresentChannel) => Undone): Facet['undo'] =>
    (before, now) => {
      if (before.kind !== 'Present' || now.kind !== 'Present') return left({ kind: 'ChannelGone' });
      const needed = permission ?? managing(now);
      return may(authority, needed) ? back(before, now) : missing(needed);
    };
  const fact = (key: Fact, eventOf: (before: PresentChannel) => ChannelEvent) =>
    facet(
      key,
      'channel',
      (state) => (state.kind === 'Absent' ? null : state[key]),
      between(null, (before) => right([eventOf(before)])),
    );

  const presence = facet(
    'presence',
    'channel',
    (state) => state.kind,
    (_, now) => {
      if (now.kind === 'Absent') return left({ kind: 'ChannelGone' });
      if (!may(authority, managing(now))) return missing(managing(now));
      const { home } = now;
      if (now.kind === 'Present') return right([{ type: 'channel.deleted', data: { channelId, home, reason: null } }]);
      if (now.erased) return left({ kind: 'TextErased' });
      if (!isInUndoTime(undo.actedAt, at, undo.undoMs)) return left({ kind: 'UndoExpired' });
      if (!undo.hasPlace) return left({ kind: 'TooManyChannels', max: CHANNELS_PER_GUILD_MAX });
      return right([{ type: 'channel.restored', data: { channelId, home } }]);
    },
  );

  const parent = facet(
    'parent',
    'channel',
    (state) => (state.kind === 'Absent' ? null : state.parentId),
    between(null, ({ home, parentId }) => {
      if (parentId !== null && !undo.isCategory(parentId)) return left({ kind: 'ChannelGone' });
      return right([{ type: 'channel.moved', data: { channelId, home, parentId } }]);
    }),
  );

  const overwrites = facet(
    'overwrites',
    'overwrite',
    overwritesIn,
    between('manage_roles', (before, now) => {
      const why = forbidden(undo, undo.effective(before), undo.effective(now));
      if (why !== undefined) return left(why);
      const { home, syncedWith } = before;
      if (syncedWith !== null)
        return right([{ type: 'channel.synced', data: { channelId, home, categoryId: syncedWith } }]);
      return right([
        {
          type: 'channel.overwrites-replaced',
          data: { channelId, home, overwrites: overwriteFacts(before.overwrites) },
        },
      ]);
    }),
  );

  const pin = ({ messageId }: { readonly messageId: MessageId }): Facet => ({
    ...pinOf(messageId),
    undo: between('manage_messages', pinBack(undo, messageId)),
  });

  const never = (notUndoable: string) => () => ({ notUndoable, thing: { what: 'channel', id: channelId } as const });
  return {
    'channel.created': never('a moderator deletes the channel'),
    'channel.renamed': fact('name', ({ home, name }) => ({ type: 'channel.renamed', data: { channelId, home, name } })),
    'channel.deleted': presence,
    'channel.topic-changed': fact('topic', ({ home, topic }) => ({
      type: 'channel.topic-changed',
      data: { channelId, home, topic },
    })),
    'channel.slow-mode-changed': fact('slowModeSecs', ({ home, slowModeSecs: secs }) => {
      return { type: 'channel.slow-mode-changed', data: { channelId, home, secs } };
    }),
    ...forumUndo({ fact, facet, between }, channelId, authority),
    'channel.moved': parent,
    'channel.overwrite-set': overwrites,
    'channel.overwrite-removed': overwrites,
    'channel.overwrites-replaced': overwrites,
    'channel.synced': overwrites,
    'channel.message-pinned': pin,
    'channel.message-unpinned': pin,
    'channel.thread-begun': never('a moderator deletes the thread'),
    'channel.thread-archived': never('a member writes in the thread'),
    'channel.restored': presence,
    'channel.erased': never('the texts of the channel are erased'),
  };
};
