/** Read models in memory, folded one event at a time. They answer the queries of the scenarios' gateway. */
import type { DomainEvent } from '#domain/event-catalog.ts';
import type { Position, RecordedEvent } from '#domain/kernel/event.ts';
import { guildOf } from '#domain/kernel/home.ts';
import type { ChannelId, GuildId, MessageId, UserId } from '#domain/kernel/ids.ts';
import { type Instant, instantOf } from '#domain/kernel/instant.ts';
import type { Permission } from '#domain/permission/bits.ts';
import { namesIn } from '#domain/permission/permission-set.ts';
import { type OverwriteFacts, overwritesOf, rolesOf } from '#domain/permission/question.ts';
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

type StoredMessage = {
  readonly sent: Extract<DomainEvent, { readonly type: 'message.sent' }>['data'];
  readonly position: Position;
  changedAt: Position;
  content: AuthoredMessage['content'];
  editedAt: Instant | null;
  deleted: boolean;
  revision: number;
  readonly reactions: Map<string, Set<UserId>>;
};
type StoredGuild = {
  readonly guildId: GuildId;
  name: string;
  readonly ownerId: UserId;
  readonly createdAt: Instant;
  readonly everyone: ReadonlyArray<Permission>;
  readonly members: Map<UserId, Instant>;
  readonly channels: Map<ChannelId, Omit<ChannelView, 'permissions'>>;
  readonly overwrites: Map<ChannelId, ReadonlyArray<OverwriteFacts>>;
};

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
  const users = new Map<UserId, UserView>();
  const guilds = new Map<GuildId, StoredGuild>();
  const messages = new Map<ChannelId, Array<StoredMessage>>();
  const byId = new Map<MessageId, StoredMessage>();
  const dueOverwrites = new Map<Position, ReadonlyArray<OverwriteFacts>>();

  const change = (
    id: MessageId,
    { position, revision }: RecordedEvent<DomainEvent>,
    how: (m: StoredMessage) => void,
  ) => {
    const stored = byId.get(id);
    if (stored === undefined) return;
    stored.changedAt = position;
    stored.revision = revision;
    how(stored);
  };

  const fold = (recorded: RecordedEvent<DomainEvent>): void => {
    const { event, metadata, position, revision } = recorded;
    switch (event.type) {
      case 'account.registered':
      case 'account.imported': {
        const imported = event.type === 'account.imported';
        users.set(event.data.userId, { userId: event.data.userId, username: event.data.username, imported });
        break;
      }
      case 'guild.created':
        guilds.set(event.data.guildId, {
          guildId: event.data.guildId,
          name: event.data.name,
          ownerId: event.data.ownerId,
          createdAt: metadata.time,
          everyone: event.data.everyone,
          members: new Map([[event.data.ownerId, metadata.time]]),
          channels: new Map(),
          overwrites: new Map(),
        });
        break;
      case 'guild.renamed': {
        const guild = guilds.get(event.data.guildId);
        if (guild !== undefined) guild.name = event.data.name;
        break;
      }
      case 'guild.deleted':
        guilds.delete(event.data.guildId);
        break;
      case 'guild.member-joined':
        guilds.get(event.data.guildId)?.members.set(event.data.userId, metadata.time);
        break;
      case 'guild.member-left':
      case 'guild.member-kicked':
        guilds.get(event.data.guildId)?.members.delete(event.data.userId);
        break;
      case 'guild.channel-listed': {
        const facts = dueOverwrites.get(position);
        if (facts !== undefined) guilds.get(event.data.guildId)?.overwrites.set(event.data.channelId, facts);
        break;
      }
      case 'channel.created': {
        const { home, channelId: id, name, kind, parentId } = event.data;
        if (home.kind !== 'guild') break;
        const view = {
          guildId: home.guildId,
          channelId: id,
          name,
          channelKind: kind,
          parentId,
          createdAt: metadata.time,
        };
        guilds.get(home.guildId)?.channels.set(id, view);
        break;
      }
      case 'channel.renamed': {
        const { home, channelId: id, name } = event.data;
        const channels = home.kind === 'guild' ? guilds.get(home.guildId)?.channels : undefined;
        const view = channels?.get(id);
        if (view !== undefined) channels?.set(id, { ...view, name });
        break;
      }
      case 'channel.deleted': {
        const { home, channelId: id } = event.data;
        if (home.kind === 'guild') guilds.get(home.guildId)?.channels.delete(id);
        break;
      }
      case 'message.sent': {
        const stored = {
          sent: event.data,
          position,
          changedAt: position,
          content: event.data.content,
          editedAt: null,
          deleted: false,
          revision,
          reactions: new Map(),
        };
        byId.set(event.data.messageId, stored);
        const list = messages.get(event.data.channelId) ?? [];
        list.push(stored);
        messages.set(event.data.channelId, list);
        break;
      }
      case 'message.edited': {
        const { content, editedAt } = event.data;
        change(event.data.messageId, recorded, (stored) => {
          stored.content = content;
          stored.editedAt = editedAt;
        });
        break;
      }
      case 'message.deleted':
        change(event.data.messageId, recorded, (stored) => {
          stored.deleted = true;
        });
        break;
      case 'message.reaction-added': {
        const { emoji, userId: by } = event.data;
        change(event.data.messageId, recorded, ({ reactions }) => {
          reactions.set(emoji, new Set([...(reactions.get(emoji) ?? []), by]));
        });
        break;
      }
      case 'message.reaction-removed': {
        const { emoji, userId: by } = event.data;
        change(event.data.messageId, recorded, ({ reactions }) => {
          const left = new Set([...(reactions.get(emoji) ?? [])].filter((id) => id !== by));
          if (left.size === 0) reactions.delete(emoji);
          else reactions.set(emoji, left);
        });
        break;
      }
      default:
        break;
    }
  };

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

  /** The event at this position will set the overwrites of its channel: no command does so yet. */
  const dueAt = (position: Position, facts: ReadonlyArray<OverwriteFacts>): void => {
    dueOverwrites.set(position, facts);
  };

  return { fold, userView, visible, readyOf, sightOf, changesOf, membersOf, historyOf, dueAt };
};
