/** Reads what stands on other streams and decides the undo of a channel or a message. */
import { type Either, isLeft, right } from 'fp-ts/lib/Either.js';
import { authorityOf, type GuildAuthority, rightsInChannel } from '#commands/authority.ts';
import type { Capabilities } from '#commands/capabilities.ts';
import { type ChannelState, overwritesThatCount, type PresentChannel } from '#domain/channel/state.ts';
import { type ChannelUndo, channelUndo } from '#domain/channel/undo.ts';
import type { DomainEvent } from '#domain/event-catalog.ts';
import type { StoreUnavailable } from '#domain/kernel/failure.ts';
import type { ChannelId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { CHANNELS_PER_GUILD_MAX } from '#domain/kernel/limits.ts';
import { channelStream, memberStream } from '#domain/kernel/stream.ts';
import type { UndoObstacle } from '#domain/kernel/undo.ts';
import { type Authority, may } from '#domain/permission/authority.ts';
import { rankOf } from '#domain/permission/hierarchy.ts';

/** The actor in the guild at one moment, and the act. */
export type UndoneAct = GuildAuthority & {
  readonly actor: UserId;
  readonly at: Instant;
  readonly isOwnAct: boolean;
  readonly actedAt: Instant;
};

type ChannelStates = ReadonlyMap<ChannelId, ChannelState>;

const readAll = async <Id, S>(
  ids: Iterable<Id>,
  read: (id: Id) => Promise<Either<StoreUnavailable, { readonly state: S }>>,
): Promise<Either<StoreUnavailable, ReadonlyMap<Id, S>>> => {
  const states = new Map<Id, S>();
  for (const id of new Set(ids)) {
    const folded = await read(id);
    if (isLeft(folded)) return folded;
    states.set(id, folded.right.state);
  }
  return right(states);
};

const channelsOf =
  ({ folds }: Capabilities) =>
  (ids: Iterable<ChannelId>) =>
    readAll(ids, (id) => folds.channel.read(channelStream(id))());

/** The authority of the actor in a channel, which may be deleted. */
type AuthorityThere = { readonly authority: Authority; readonly state: ChannelState };

const authorityIn =
  (can: Capabilities, { actor, guild, at }: UndoneAct) =>
  async (
    state: Exclude<ChannelState, { kind: 'Absent' }>,
  ): Promise<Either<StoreUnavailable, Authority | undefined>> => {
    const deciding = await rightsInChannel(can.folds, guild.guildId, state);
    if (isLeft(deciding)) return deciding;
    if (deciding.right === undefined) return right(undefined);
    const member = await can.folds.member.read(memberStream(guild.guildId, actor))();
    if (isLeft(member)) return member;
    return right(authorityOf(actor, guild, member.right.state, deciding.right.rights, at)?.authority);
  };

/** Answers undefined for a channel that never was, or for an actor who is no member any more. */
export const authorityThere =
  (can: Capabilities) =>
  async (around: UndoneAct, channelId: ChannelId): Promise<Either<StoreUnavailable, AuthorityThere | undefined>> => {
    const channels = await channelsOf(can)([channelId]);
    if (isLeft(channels)) return channels;
    const state = channels.right.get(channelId);
    if (state === undefined || state.kind === 'Absent') return right(undefined);
    const authority = await authorityIn(can, around)(state);
    if (isLeft(authority)) return authority;
    return right(authority.right && { authority: authority.right, state });
  };

/** Finds the categories that the channel followed or lay in at any time. */
const categoriesIn = (events: ReadonlyArray<DomainEvent>): ReadonlyArray<ChannelId> =>
  events.flatMap((event) => {
    if (event.type === 'channel.synced') return [event.data.categoryId];
    const isPlacing = event.type === 'channel.created' || event.type === 'channel.moved';
    return isPlacing && event.data.parentId !== null ? [event.data.parentId] : [];
  });

/** Finds the members whom overwrites of the channel named at any time. */
const membersIn = (events: ReadonlyArray<DomainEvent>, categories: ChannelStates): ReadonlyArray<UserId> => {
  const targets = events.flatMap((event) => {
    if (event.type === 'channel.overwrite-set') return [event.data.target];
    return event.type === 'channel.overwrites-replaced' ? event.data.overwrites.map(({ target }) => target) : [];
  });
  const own = targets.flatMap((target) => (target.kind === 'member' ? [target.userId] : []));
  const known = [...categories.values()].filter((state) => state.kind !== 'Absent');
  return [...own, ...known.flatMap(({ overwrites }) => [...overwrites.members.keys()])];
};

/** Makes the rules of undo for a channel that the actor can view. */
export const channelRules =
  (can: Capabilities) =>
  async (
    around: UndoneAct,
    channelId: ChannelId,
    state: ChannelState,
    events: ReadonlyArray<DomainEvent>,
  ): Promise<Either<StoreUnavailable, ReturnType<typeof channelUndo> | UndoObstacle>> => {
    if (state.kind === 'Absent') return right({ kind: 'EntryUnknown' });
    const { guild } = around;
    const categories = await channelsOf(can)(categoriesIn(events));
    if (isLeft(categories)) return categories;
    const members = await readAll(membersIn(events, categories.right), (userId) =>
      can.folds.member.read(memberStream(guild.guildId, userId))(),
    );
    if (isLeft(members)) return members;
    const effective = (channel: Pick<PresentChannel, 'overwrites' | 'syncedWith'>) =>
      overwritesThatCount(guild.guildId, channel, (id) => categories.right.get(id));
    const authority = await authorityIn(can, around)(state);
    if (isLeft(authority)) return authority;
    if (authority.right === undefined || !may(authority.right, 'view_channel')) return right({ kind: 'EntryUnknown' });
    const circumstances: ChannelUndo = {
      channelId,
      authority: authority.right,
      at: around.at,
      actedAt: around.actedAt,
      undoMs: can.undoMs,
      hasPlace: state.thread !== null || guild.channels.has(channelId) || guild.channels.size < CHANNELS_PER_GUILD_MAX,
      effective,
      rankOfRole: (roleId) => (guild.roles.get(roleId) ?? guild.deletedRoles.get(roleId))?.rank ?? 0,
      rankOfMember: (userId) => rankOf(guild, { userId, roleIds: members.right.get(userId)?.roleIds ?? [] }),
      isCategory: (id) => {
        const parent = categories.right.get(id);
        return parent?.kind === 'Present' && parent.channelKind === 'category';
      },
    };
    return right(channelUndo(circumstances));
  };
