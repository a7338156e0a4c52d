/** The rows of the staged read models, folded from one event at a time. A new event does not compile without a line. */
import { type DomainEvent, type EventName, ignoring, type NamedEvent } from '#domain/event-catalog.ts';
import type { Position, RecordedEvent } from '#domain/kernel/event.ts';
import { guildOf, type Home } from '#domain/kernel/home.ts';
import type { ChannelId, GuildId, MessageId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { Permission } from '#domain/permission/bits.ts';
import type { OverwriteFacts } from '#domain/permission/question.ts';
import type { AuthoredMessage, ChannelView, UserView } from '#queries/queries.ts';

export type StoredMessage = {
  readonly sent: Extract<DomainEvent, { readonly type: 'message.sent' }>['data'];
  readonly position: Position;
  changedAt: Position;
  content: AuthoredMessage['content'];
  editedAt: Instant | null;
  deleted: boolean;
  revision: number;
  readonly reactions: Map<string, Set<UserId>>;
};
export type StoredGuild = {
  readonly guildId: GuildId;
  name: string;
  readonly ownerId: UserId;
  readonly createdAt: Instant;
  readonly everyone: ReadonlyArray<Permission>;
  readonly members: Map<UserId, Instant>;
  readonly channels: Map<ChannelId, Omit<ChannelView, 'permissions'>>;
  readonly overwrites: Map<ChannelId, ReadonlyArray<OverwriteFacts>>;
};

type Rows = {
  readonly users: Map<UserId, UserView>;
  readonly guilds: Map<GuildId, StoredGuild>;
  readonly messages: Map<ChannelId, Array<StoredMessage>>;
  readonly byId: Map<MessageId, StoredMessage>;
  /** Overwrites that the event at a position will set. */
  readonly dueOverwrites: Map<Position, ReadonlyArray<OverwriteFacts>>;
};
type Fold<N extends EventName> = ((recorded: RecordedEvent<NamedEvent<N>>) => void) | 'ignored';

const foldsInto = ({ users, guilds, messages, byId, dueOverwrites }: Rows): { readonly [N in EventName]: Fold<N> } => {
  const addUser = ({ userId, username }: Omit<UserView, 'imported'>, imported: boolean): void => {
    users.set(userId, { userId, username, imported });
  };
  const channelsOf = (home: Home) => {
    const guildId = guildOf(home);
    return guildId === null ? undefined : guilds.get(guildId)?.channels;
  };
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
  return {
    'account.registered': ({ event: { data } }) => addUser(data, false),
    'account.imported': ({ event: { data } }) => addUser(data, true),
    'guild.created': ({ event: { data }, metadata }) => {
      const { guildId, name, ownerId, everyone } = data;
      guilds.set(guildId, {
        ...{ guildId, name, ownerId, everyone, createdAt: metadata.time },
        members: new Map([[ownerId, metadata.time]]),
        channels: new Map(),
        overwrites: new Map(),
      });
    },
    'guild.renamed': ({ event: { data } }) => {
      const guild = guilds.get(data.guildId);
      if (guild !== undefined) guild.name = data.name;
    },
    'guild.deleted': ({ event: { data } }) => guilds.delete(data.guildId),
    'guild.member-joined': ({ event: { data }, metadata }) =>
      guilds.get(data.guildId)?.members.set(data.userId, metadata.time),
    'guild.member-left': ({ event: { data } }) => guilds.get(data.guildId)?.members.delete(data.userId),
    'guild.member-kicked': ({ event: { data } }) => guilds.get(data.guildId)?.members.delete(data.userId),
    'guild.channel-listed': ({ event: { data }, position }) => {
      const facts = dueOverwrites.get(position);
      if (facts !== undefined) guilds.get(data.guildId)?.overwrites.set(data.channelId, facts);
    },
    'channel.created': ({ event: { data }, metadata }) => {
      const { home, channelId, name, kind: channelKind, parentId } = data;
      if (home.kind !== 'guild') return;
      const view = { guildId: home.guildId, channelId, name, channelKind, parentId, createdAt: metadata.time };
      guilds.get(home.guildId)?.channels.set(channelId, view);
    },
    'channel.renamed': ({ event: { data } }) => {
      const channels = channelsOf(data.home);
      const view = channels?.get(data.channelId);
      if (view !== undefined) channels?.set(data.channelId, { ...view, name: data.name });
    },
    'channel.deleted': ({ event: { data } }) => channelsOf(data.home)?.delete(data.channelId),
    'message.sent': ({ event: { data: sent }, position, revision }) => {
      const stored = {
        ...{ sent, position, revision, changedAt: position, content: sent.content },
        ...{ editedAt: null, deleted: false, reactions: new Map() },
      };
      byId.set(sent.messageId, stored);
      const channel = messages.get(sent.channelId) ?? [];
      channel.push(stored);
      messages.set(sent.channelId, channel);
    },
    'message.edited': (recorded) =>
      change(recorded.event.data.messageId, recorded, (stored) => {
        stored.content = recorded.event.data.content;
        stored.editedAt = recorded.event.data.editedAt;
      }),
    'message.deleted': (recorded) =>
      change(recorded.event.data.messageId, recorded, (stored) => {
        stored.deleted = true;
      }),
    'message.reaction-added': (recorded) => {
      const { messageId, emoji, userId } = recorded.event.data;
      change(messageId, recorded, ({ reactions }) => {
        reactions.set(emoji, new Set([...(reactions.get(emoji) ?? []), userId]));
      });
    },
    'message.reaction-removed': (recorded) => {
      const { messageId, emoji, userId } = recorded.event.data;
      change(messageId, recorded, ({ reactions }) => {
        const left = new Set([...(reactions.get(emoji) ?? [])].filter((id) => id !== userId));
        if (left.size === 0) reactions.delete(emoji);
        else reactions.set(emoji, left);
      });
    },
    ...ignoring('account', 'username-claimed', 'username-released', 'server-ownership-claimed'),
    ...ignoring('account', 'guild-acquired', 'guild-relinquished'),
    ...ignoring(
      'guild',
      'role-created',
      'role-changed',
      'role-deleted',
      'role-restored',
      'roles-ordered',
      'channels-ordered',
    ),
    ...ignoring('guild', 'owner-changed', 'lockdown-begun', 'lockdown-ended'),
    ...ignoring(
      'guild',
      'member-banned',
      'member-unbanned',
      'member-reinstated',
      'member-timed-out',
      'member-time-out-ended',
    ),
    ...ignoring('guild', 'member-role-given', 'member-role-taken', 'member-nickname-changed'),
    ...ignoring(
      'channel',
      'topic-changed',
      'slow-mode-changed',
      'moved',
      'overwrite-set',
      'overwrite-removed',
      'overwrites-replaced',
    ),
    ...ignoring('channel', 'synced', 'restored', 'erased'),
    ...ignoring('message', 'restored'),
    ...ignoring('invite', 'revoked'),
    ...ignoring('session', 'started', 'refreshed', 'revoked'),
    ...ignoring('guild', 'channel-unlisted'),
    ...ignoring('invite', 'created', 'accepted'),
  };
};

/** Starts without rows. */
export const stagedRows = () => {
  const rows: Rows = {
    users: new Map(),
    guilds: new Map(),
    messages: new Map(),
    byId: new Map(),
    dueOverwrites: new Map(),
  };
  const folds = foldsInto(rows);
  const fold = (recorded: RecordedEvent<DomainEvent>): void => {
    // The fold found under an event's own name takes that event. The compiler cannot follow the pair.
    const one = folds[recorded.event.type] as ((recorded: RecordedEvent<DomainEvent>) => void) | 'ignored';
    if (one !== 'ignored') one(recorded);
  };
  /** The event at this position will set the overwrites of its channel, because no command does so yet. */
  const dueAt = (position: Position, facts: ReadonlyArray<OverwriteFacts>): void => {
    rows.dueOverwrites.set(position, facts);
  };
  return { users: rows.users, guilds: rows.guilds, messages: rows.messages, fold, dueAt };
};
