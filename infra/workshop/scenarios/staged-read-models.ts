/** Read models in memory, over `staged-rows.ts`. They answer the queries of the scenarios' gateway. */

import type { AnyChannelKind, ChannelKind } from '#domain/channel/events.ts';
import { channelSigns } from '#domain/channel/signs.ts';
import { memberAggregate } from '#domain/guild/member-state.ts';
import { isErased } from '#domain/kernel/erasable.ts';
import type { Position } from '#domain/kernel/event.ts';
import { guildOf } from '#domain/kernel/home.ts';
import type { ChannelId, GuildId, MessageId, UserId } from '#domain/kernel/ids.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import { quoteLine } from '#domain/markdown/plain-line.ts';
import type { Permission } from '#domain/permission/bits.ts';
import { NO_OVERWRITES, type Overwrite, type Overwrites } from '#domain/permission/overwrite.ts';
import { namesIn } from '#domain/permission/permission-set.ts';
import { type OverwriteFacts, overwritesOf } from '#domain/permission/question.ts';
import { resolve } from '#domain/permission/resolve.ts';
import type {
  AuthoredMessage,
  ChannelChanges,
  ChannelView,
  GuildFactsView,
  GuildSight,
  MemberRightsView,
  MemberView,
  QuoteView,
  ReadyView,
  UserView,
  Viewer,
} from '#queries/queries.ts';
import { stagedReadState } from './staged-read-state.ts';
import { type StoredGuild, type StoredMessage, stagedRows } from './staged-rows.ts';

/** Returns the index of the first message after a position. Messages are ordered by position. */
const firstAfter = (messages: ReadonlyArray<StoredMessage>, after: Position): number => {
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((messages[middle]?.position ?? after) > after) high = middle;
    else low = middle + 1;
  }
  return low;
};

const overwriteFacts = ({ roles, members }: Overwrites): ReadonlyArray<OverwriteFacts> => {
  const named = ({ allow, deny }: Overwrite) => ({ allow: namesIn(allow), deny: namesIn(deny) });
  return [
    ...[...roles].map(([roleId, one]) => ({ target: { kind: 'role', roleId } as const, ...named(one) })),
    ...[...members].map(([userId, one]) => ({ target: { kind: 'member', userId } as const, ...named(one) })),
  ];
};

/** No thread is among the channels of a guild. */
const listedKind = (kind: AnyChannelKind): ChannelKind => (kind === 'thread' ? 'text' : kind);

export type StagedReadModels = ReturnType<typeof stagedReadModels>;
export const stagedReadModels = () => {
  const rows = stagedRows();
  const { users, guilds, messages, byId } = rows;

  const userView = (id: UserId): UserView => users.get(id) ?? { userId: id, username: `user-${id}`, imported: false };
  const quoteView = (messageId: MessageId): QuoteView => {
    const answered = byId.get(messageId);
    if (answered === undefined || answered.deleted) return { messageId, revision: answered?.revision ?? 0, said: null };
    const { content, revision, sent } = answered;
    return {
      messageId,
      revision,
      said: { author: userView(sent.authorId), line: isErased(content) ? content : quoteLine(content) },
    };
  };
  const messageView = (stored: StoredMessage, viewer: UserId): AuthoredMessage => ({
    messageId: stored.sent.messageId,
    guildId: guildOf(stored.sent.home),
    channelId: stored.sent.channelId,
    authorId: stored.sent.authorId,
    author: userView(stored.sent.authorId),
    kind: stored.sent.kind,
    content: stored.content,
    mentions: stored.mentions,
    sentAt: stored.sent.sentAt,
    editedAt: stored.editedAt,
    replyTo: stored.sent.replyTo,
    pin: stored.pin,
    // No page of a staged story shows the thread about a message.
    thread: null,
    threadId: null,
    // Nor does one forward a message.
    forwarded: null,
    forward: null,
    replied: stored.sent.replyTo === null ? null : quoteView(stored.sent.replyTo),
    reactions: [...stored.reactions].map(([emoji, by]) => ({ emoji, count: by.size, me: by.has(viewer) })),
    files: [],
    revision: stored.revision,
  });
  const memberOf = (guild: StoredGuild, userId: UserId): MemberRightsView => {
    const state = guild.memberStates.get(userId) ?? memberAggregate.initial;
    const roles = guild.state.kind === 'Absent' ? undefined : guild.state.roles;
    return {
      roleIds: [...state.roleIds].filter((id) => roles?.has(id) === true).sort(),
      nickname: state.nickname === null || isErased(state.nickname) ? null : state.nickname,
      timedOutUntil: state.timedOutUntil,
    };
  };
  /** The overwrites that count in a channel: its own, or those of the category with which it is synced. */
  const overwritesIn = (guild: StoredGuild, id: ChannelId): Overwrites => {
    const due = guild.overwrites.get(id);
    if (due !== undefined) return overwritesOf(due);
    const state = guild.channels.get(id)?.state;
    if (state === undefined || state.kind === 'Absent') return NO_OVERWRITES;
    return state.syncedWith === null ? state.overwrites : overwritesIn(guild, state.syncedWith);
  };
  /** The permissions of a member in a channel, or in the guild itself for null. Empty for a stranger. */
  const permissionsOf = (guild: StoredGuild, userId: UserId, channel: ChannelId | null): ReadonlyArray<Permission> => {
    if (!guild.members.has(userId) || guild.state.kind !== 'Present') return [];
    const { roleIds, timedOutUntil } = memberOf(guild, userId);
    const { permissions } = resolve({
      guild: guild.state,
      userId,
      member: { roleIds: new Set(roleIds), timedOutUntil },
      channel: channel === null ? null : { overwrites: overwritesIn(guild, channel) },
      at: instantOf(Date.now()),
    });
    return namesIn(permissions);
  };

  /** Ids of the channels in the order in which they were listed. A deleted channel comes last. */
  const listedIn = (guild: StoredGuild): ReadonlyArray<ChannelId> => {
    const listed = guild.state.kind === 'Absent' ? [] : guild.state.channels;
    return [...new Set([...listed, ...guild.channels.keys()])];
  };
  /** Ids of the channels in the order of their display. A channel that the order does not name comes last. */
  const orderOf = (guild: StoredGuild): ReadonlyArray<ChannelId> => {
    const order = guild.state.kind === 'Absent' ? [] : guild.state.channelOrder;
    return [...new Set([...order, ...listedIn(guild)])];
  };
  const visibleIn = (guild: StoredGuild, userId: UserId, channel: ChannelId): ChannelView | undefined => {
    const stored = guild.channels.get(channel);
    const permissions = permissionsOf(guild, userId, channel);
    if (
      stored === undefined ||
      stored.state.kind !== 'Present' ||
      guild.state.kind !== 'Present' ||
      !permissions.includes('view_channel')
    )
      return;
    const { channelId, name, channelKind, topic, slowModeSecs, tags, tagRequired, syncedWith } = stored.state;
    const { parentId: category } = stored.state;
    const isSeen = category !== null && visibleIn(guild, userId, category) !== undefined;
    const parentId = isSeen ? category : null;
    return {
      ...{
        guildId: guild.guildId,
        channelId,
        name,
        channelKind: listedKind(channelKind),
        parentId,
        topic,
        slowModeSecs,
        ...{ tags, tagRequired },
        permissions,
      },
      createdAt: stored.createdAt,
      ...channelSigns(guild.state)(channelKind, overwritesIn(guild, channel)),
      synced: syncedWith !== null && syncedWith === parentId,
      place: orderOf(guild).indexOf(channelId),
    };
  };
  const visible = ({ userId }: Pick<Viewer, 'userId'>, channel: ChannelId): ChannelView | undefined => {
    const home = [...guilds.values()].find(({ channels }) => channels.has(channel));
    return home && visibleIn(home, userId, channel);
  };

  const sightOf = (id: GuildId, userId: UserId): GuildSight | undefined => {
    const guild = guilds.get(id);
    if (guild?.members.has(userId) !== true || guild.state.kind !== 'Present') return undefined;
    const { guildId, name, ownerId, lockdown, roles } = guild.state;
    return {
      guild: { guildId, name, ownerId, createdAt: guild.createdAt, lockdown },
      permissions: permissionsOf(guild, userId, null),
      roles: [...roles.values()]
        .sort((a, b) => a.rank - b.rank)
        .map((role) => ({ ...role, guildId, permissions: namesIn(role.permissions) })),
      member: { ...memberOf(guild, userId), roleIds: [...(guild.memberStates.get(userId)?.roleIds ?? [])] },
      channels: orderOf(guild).flatMap((channel) => visibleIn(guild, userId, channel) ?? []),
    };
  };
  const readyOf = ({ userId }: Pick<Viewer, 'userId'>): ReadyView => ({
    me: { ...userView(userId), serverOwner: false, createdAt: instantOf(0) },
    guilds: [...guilds.keys()].flatMap((id) => sightOf(id, userId) ?? []),
  });

  const changesOf = (
    viewer: Viewer,
    channel: ChannelId,
    since: Position,
    cursor: ChannelChanges['next'],
    limit: number,
  ): ChannelChanges => {
    const all = messages.get(channel) ?? [];
    const shown = (page: ReadonlyArray<StoredMessage>) => ({
      views: page.filter((stored) => !stored.deleted).map((stored) => messageView(stored, viewer.userId)),
      deleted: page
        .filter((stored) => stored.deleted)
        .map(({ sent, revision }) => ({ messageId: sent.messageId, revision })),
    });
    if (cursor === undefined || cursor.phase === 'sent') {
      const after = cursor?.after ?? since;
      const begin = firstAfter(all, after);
      const page = all.slice(begin, begin + limit);
      const { views, deleted } = shown(page);
      const last = page.at(-1);
      const next =
        last !== undefined && page.length === limit
          ? ({ phase: 'sent', after: last.position } as const)
          : ({ phase: 'changed', after: since } as const);
      return { sent: views, changed: [], deleted, next };
    }
    const page = all
      .filter((stored) => stored.position <= since && stored.changedAt > cursor.after)
      .toSorted((a, b) => Number(a.changedAt - b.changedAt))
      .slice(0, limit);
    const { views, deleted } = shown(page);
    const last = page.at(-1);
    const next =
      last !== undefined && page.length === limit ? { phase: 'changed' as const, after: last.changedAt } : undefined;
    return { sent: [], changed: views, deleted, next };
  };

  const membersOf = (guild: GuildId): ReadonlyArray<MemberView> =>
    [...guilds.values()]
      .filter(({ guildId }) => guildId === guild)
      .flatMap((stored) =>
        [...stored.members].map(([id, joinedAt]) => ({
          ...userView(id),
          ...memberOf(stored, id),
          joinedAt,
          owner: stored.state.kind === 'Present' && id === stored.state.ownerId,
        })),
      );
  /** Returns the newest messages of a channel up to a position, newest first, as a page of history does. */
  const historyOf = (
    viewer: UserId,
    channel: ChannelId,
    limit: number,
    until?: Position,
  ): ReadonlyArray<AuthoredMessage> =>
    (messages.get(channel) ?? [])
      .filter((stored) => !stored.deleted && (until === undefined || stored.position <= until))
      .slice(-limit)
      .reverse()
      .map((stored) => messageView(stored, viewer));

  const seesHistory = (guild: StoredGuild, userId: UserId, channelId: ChannelId): boolean =>
    visibleIn(guild, userId, channelId)?.permissions.includes('read_message_history') === true;

  const { newestOf, readStateOf, threadsNow } = stagedReadState(rows, { userView, memberOf, seesHistory });

  const factsOf = (id: GuildId, users: ReadonlyArray<UserId>): GuildFactsView | null => {
    const stored = guilds.get(id);
    if (stored?.state.kind !== 'Present') return null;
    const guild = stored;
    const { guildId, name, ownerId, lockdown, roles, channelOrder } = stored.state;
    return {
      guild: { guildId, name, ownerId, createdAt: guild.createdAt, lockdown },
      roles: [...roles.values()].map((role) => ({ ...role, guildId, permissions: namesIn(role.permissions) })),
      channelOrder,
      listing: listedIn(guild).filter((channel) => guild.channels.get(channel)?.state.kind !== 'Deleted'),
      channels: listedIn(guild).flatMap((channel) => {
        const one = guild.channels.get(channel);
        if (one === undefined || one.state.kind === 'Absent') return [];
        const { state, createdAt } = one;
        const { channelId, channelKind, parentId, topic, slowModeSecs, tags, tagRequired, syncedWith } = state;
        const facts = {
          ...{ guildId, channelId, channelKind: listedKind(channelKind) },
          ...{ parentId, topic, slowModeSecs, tags, tagRequired, syncedWith, createdAt },
        };
        return [
          {
            ...facts,
            name: state.name,
            deleted: state.kind === 'Deleted',
            overwrites: guild.overwrites.get(channelId) ?? overwriteFacts(state.overwrites),
          },
        ];
      }),
      members: users.flatMap((userId) =>
        guild.members.has(userId)
          ? [{ userId, ...memberOf(guild, userId), roleIds: [...(guild.memberStates.get(userId)?.roleIds ?? [])] }]
          : [],
      ),
    };
  };

  return {
    fold: rows.fold,
    dueAt: rows.dueAt,
    factsOf,
    userView,
    visible,
    readyOf,
    sightOf,
    changesOf,
    membersOf,
    historyOf,
    newestOf,
    readStateOf,
    threadsNow,
  };
};
