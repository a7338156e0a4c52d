/** Read models in memory, over `staged-rows.ts`. They answer the queries of the scenarios' gateway. */
import type { Position } from '#domain/kernel/event.ts';
import { guildOf } from '#domain/kernel/home.ts';
import type { ChannelId, GuildId, UserId } from '#domain/kernel/ids.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import type { Permission } from '#domain/permission/bits.ts';
import { namesIn } from '#domain/permission/permission-set.ts';
import { overwritesOf, rolesOf } from '#domain/permission/question.ts';
import { resolve } from '#domain/permission/resolve.ts';
import { everyoneRoleId } from '#domain/permission/role.ts';
import type {
  AuthoredMessage,
  ChannelChanges,
  ChannelView,
  GuildSight,
  MemberView,
  ReadyView,
  UserView,
  Viewer,
} from '#queries/queries.ts';
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

export type StagedReadModels = ReturnType<typeof stagedReadModels>;
export const stagedReadModels = () => {
  const rows = stagedRows();
  const { users, guilds, messages } = rows;

  const userView = (id: UserId): UserView => users.get(id) ?? { userId: id, username: `user-${id}`, imported: false };
  const messageView = (stored: StoredMessage, viewer: UserId): AuthoredMessage => ({
    messageId: stored.sent.messageId,
    guildId: guildOf(stored.sent.home),
    channelId: stored.sent.channelId,
    authorId: stored.sent.authorId,
    author: userView(stored.sent.authorId),
    kind: stored.sent.kind,
    content: stored.content,
    sentAt: stored.sent.sentAt,
    editedAt: stored.editedAt,
    replyTo: stored.sent.replyTo,
    reactions: [...stored.reactions].map(([emoji, by]) => ({ emoji, count: by.size, me: by.has(viewer) })),
    revision: stored.revision,
  });
  /** The permissions of a member in a channel, or in the guild itself for null. Empty for a stranger. */
  const permissionsOf = (guild: StoredGuild, userId: UserId, channel: ChannelId | null): ReadonlyArray<Permission> => {
    if (!guild.members.has(userId)) return [];
    const { guildId, ownerId, everyone } = guild;
    const roles = rolesOf([{ roleId: everyoneRoleId(guildId), rank: 0, permissions: everyone }]);
    const { permissions } = resolve({
      guild: { guildId, ownerId, roles },
      userId,
      member: { roleIds: new Set(), timedOutUntil: null },
      channel: channel === null ? null : { overwrites: overwritesOf(guild.overwrites.get(channel) ?? []) },
      at: instantOf(0),
    });
    return namesIn(permissions);
  };

  const visibleIn = (guild: StoredGuild, userId: UserId, channel: ChannelId): ChannelView | undefined => {
    const stored = guild.channels.get(channel);
    const permissions = permissionsOf(guild, userId, channel);
    return stored === undefined || !permissions.includes('view_channel') ? undefined : { ...stored, permissions };
  };
  const visible = ({ userId }: Pick<Viewer, 'userId'>, channel: ChannelId): ChannelView | undefined => {
    const home = [...guilds.values()].find(({ channels }) => channels.has(channel));
    return home && visibleIn(home, userId, channel);
  };

  const sightOf = (id: GuildId, userId: UserId): GuildSight | undefined => {
    const guild = guilds.get(id);
    if (guild?.members.has(userId) !== true) return undefined;
    const { guildId, name, ownerId, createdAt } = guild;
    return {
      guild: { guildId, name, ownerId, createdAt },
      permissions: permissionsOf(guild, userId, null),
      channels: [...guild.channels.keys()].flatMap((channel) => visibleIn(guild, userId, channel) ?? []),
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
    const told = (page: ReadonlyArray<StoredMessage>) => ({
      views: page.filter((stored) => !stored.deleted).map((stored) => messageView(stored, viewer.userId)),
      deleted: page
        .filter((stored) => stored.deleted)
        .map(({ sent, revision }) => ({ messageId: sent.messageId, revision })),
    });
    if (cursor === undefined || cursor.phase === 'sent') {
      const after = cursor?.after ?? since;
      const begin = firstAfter(all, after);
      const page = all.slice(begin, begin + limit);
      const { views, deleted } = told(page);
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
    const { views, deleted } = told(page);
    const last = page.at(-1);
    const next =
      last !== undefined && page.length === limit ? { phase: 'changed' as const, after: last.changedAt } : undefined;
    return { sent: [], changed: views, deleted, next };
  };

  const membersOf = (guild: GuildId): ReadonlyArray<MemberView> =>
    [...(guilds.get(guild)?.members ?? [])].map(([id, joinedAt]) => ({
      ...userView(id),
      joinedAt,
      owner: id === guilds.get(guild)?.ownerId,
    }));
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

  return { fold: rows.fold, dueAt: rows.dueAt, userView, visible, readyOf, sightOf, changesOf, membersOf, historyOf };
};
