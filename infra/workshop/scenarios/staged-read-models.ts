/** Read models in memory, folded one event at a time. They answer the queries of the scenarios' gateway. */
import type { DomainEvent } from '#domain/event-catalog.ts';
import type { Position, Recorded } from '#domain/kernel/event.ts';
import { guildOf } from '#domain/kernel/home.ts';
import type { ChannelId, GuildId, MessageId, UserId } from '#domain/kernel/ids.ts';
import { type Instant, instantOf } from '#domain/kernel/instant.ts';
import { PERMISSIONS } from '#domain/permission/bits.ts';
import type {
  AuthoredMessage,
  ChannelChanges,
  ChannelView,
  MemberView,
  SnapshotView,
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
  readonly members: Map<UserId, Instant>;
  readonly channels: Map<ChannelId, ChannelView>;
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

  const change = (id: MessageId, { position, revision }: Recorded<DomainEvent>, how: (m: StoredMessage) => void) => {
    const stored = byId.get(id);
    if (stored === undefined) return;
    stored.changedAt = position;
    stored.revision = revision;
    how(stored);
  };

  const fold = (recorded: Recorded<DomainEvent>): void => {
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
          members: new Map([[event.data.ownerId, metadata.time]]),
          channels: new Map(),
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
  const visible = (viewer: Pick<Viewer, 'userId'>, channel: ChannelId): ChannelView | undefined => {
    const home = [...guilds.values()].find(({ channels }) => channels.has(channel));
    return home?.members.has(viewer.userId) === true ? home.channels.get(channel) : undefined;
  };

  const snapshotOf = ({ userId: id }: Viewer): SnapshotView => ({
    me: { ...userView(id), serverOwner: false, createdAt: instantOf(0) },
    guilds: [...guilds.values()]
      .filter((guild) => guild.members.has(id))
      .map((guild) => ({
        guildId: guild.guildId,
        name: guild.name,
        ownerId: guild.ownerId,
        createdAt: guild.createdAt,
        permissions: guild.ownerId === id ? PERMISSIONS : (['view_channel', 'send_messages'] as const),
        channels: [...guild.channels.values()],
      })),
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

  return { fold, userView, visible, snapshotOf, changesOf, membersOf, historyOf };
};
