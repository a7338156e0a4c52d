/** The rows of the staged read models, folded from one event at a time. A new event does not compile without a line. */

import type { ChannelEvent } from '#domain/channel/events.ts';
import { type ChannelState, channelAggregate } from '#domain/channel/state.ts';
import { type DomainEvent, type EventName, ignoring, type NamedEvent } from '#domain/event-catalog.ts';
import type { GuildEvent, MemberEvent } from '#domain/guild/events.ts';
import { type MemberState, memberAggregate } from '#domain/guild/member-state.ts';
import { type GuildState, guildAggregate } from '#domain/guild/state.ts';
import type { Position, RecordedEvent } from '#domain/kernel/event.ts';
import { guildOf } from '#domain/kernel/home.ts';
import type { ChannelId, GuildId, MessageId, TagId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { mentionsIn } from '#domain/message/mentions.ts';
import type { OverwriteFacts } from '#domain/permission/question.ts';
import type { AuthoredMessage, UserView } from '#queries/queries.ts';

export type StoredMessage = {
  readonly sent: Extract<DomainEvent, { readonly type: 'message.sent' }>['data'];
  readonly position: Position;
  changedAt: Position;
  content: AuthoredMessage['content'];
  mentions: AuthoredMessage['mentions'];
  editedAt: Instant | null;
  deleted: boolean;
  pin: AuthoredMessage['pin'];
  revision: number;
  readonly reactions: Map<string, Set<UserId>>;
};
export type StoredChannel = { readonly state: ChannelState; readonly createdAt: Instant };
/** A thread, which its guild does not list. */
export type StoredThread = {
  readonly begun: NamedEvent<'channel.thread-begun'>['data'];
  name: string;
  deleted: boolean;
  /** Tags of a post. */
  tagIds: ReadonlyArray<TagId>;
};
export type StoredGuild = {
  readonly guildId: GuildId;
  readonly createdAt: Instant;
  state: GuildState;
  /** Members with the time of their joining. The founder is one by the creation alone. */
  readonly members: Map<UserId, Instant>;
  /** States of the streams of members. A time-out outlives a membership. */
  readonly memberStates: Map<UserId, MemberState>;
  readonly channels: Map<ChannelId, StoredChannel>;
  readonly overwrites: Map<ChannelId, ReadonlyArray<OverwriteFacts>>;
};

type Rows = {
  readonly users: Map<UserId, UserView>;
  readonly guilds: Map<GuildId, StoredGuild>;
  readonly threads: Map<ChannelId, StoredThread>;
  readonly messages: Map<ChannelId, Array<StoredMessage>>;
  readonly byId: Map<MessageId, StoredMessage>;
  /** Overwrites that the event at a position will set. */
  readonly dueOverwrites: Map<Position, ReadonlyArray<OverwriteFacts>>;
};
type Fold<N extends EventName> = ((recorded: RecordedEvent<NamedEvent<N>>) => void) | 'ignored';

const foldsInto = ({
  users,
  guilds,
  threads,
  messages,
  byId,
  dueOverwrites,
}: Rows): { readonly [N in EventName]: Fold<N> } => {
  const addUser = ({ userId, username }: Omit<UserView, 'imported'>, imported: boolean): void => {
    users.set(userId, { userId, username, imported });
  };
  const inGuild = ({ event }: RecordedEvent<GuildEvent>): void => {
    const guild = guilds.get(event.data.guildId);
    if (guild !== undefined) guild.state = guildAggregate.evolve(guild.state, event);
  };
  const ofMember = ({ event }: RecordedEvent<MemberEvent>): void => {
    const { guildId, userId } = event.data;
    const states = guilds.get(guildId)?.memberStates;
    states?.set(userId, memberAggregate.evolve(states.get(userId) ?? memberAggregate.initial, event));
  };
  const comes = (recorded: RecordedEvent<MemberEvent>, at: Instant): void => {
    guilds.get(recorded.event.data.guildId)?.members.set(recorded.event.data.userId, at);
    ofMember(recorded);
  };
  const goes = (recorded: RecordedEvent<MemberEvent>): void => {
    guilds.get(recorded.event.data.guildId)?.members.delete(recorded.event.data.userId);
    ofMember(recorded);
  };
  const ofThread = (event: ChannelEvent): void => {
    const thread = threads.get(event.data.channelId);
    if (thread === undefined) return;
    if (event.type === 'channel.renamed') thread.name = event.data.name;
    if (event.type === 'channel.post-tagged') thread.tagIds = event.data.tagIds;
    if (event.type === 'channel.deleted') thread.deleted = true;
    if (event.type === 'channel.restored') thread.deleted = false;
  };
  const ofChannel = ({ event }: RecordedEvent<ChannelEvent>): void => {
    ofThread(event);
    const guildId = guildOf(event.data.home);
    const channels = guildId === null ? undefined : guilds.get(guildId)?.channels;
    const stored = channels?.get(event.data.channelId);
    if (stored === undefined) return;
    channels?.set(event.data.channelId, { ...stored, state: channelAggregate.evolve(stored.state, event) });
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
  const pin = (id: MessageId, position: Position, change: AuthoredMessage['pin']): void => {
    const stored = byId.get(id);
    if (stored === undefined) return;
    stored.changedAt = position;
    stored.pin = change;
  };
  return {
    'account.registered': ({ event: { data } }) => addUser(data, false),
    'account.imported': ({ event: { data } }) => addUser(data, true),
    'guild.created': (recorded) => {
      const { guildId, ownerId } = recorded.event.data;
      const createdAt = recorded.metadata.time;
      guilds.set(guildId, {
        ...{ guildId, createdAt, state: guildAggregate.evolve(guildAggregate.initial, recorded.event) },
        members: new Map([[ownerId, createdAt]]),
        memberStates: new Map(),
        channels: new Map(),
        overwrites: new Map(),
      });
    },
    'guild.renamed': inGuild,
    'guild.deleted': ({ event: { data } }) => guilds.delete(data.guildId),
    'guild.channel-listed': (recorded) => {
      const { guildId, channelId } = recorded.event.data;
      const facts = dueOverwrites.get(recorded.position);
      if (facts !== undefined) guilds.get(guildId)?.overwrites.set(channelId, facts);
      inGuild(recorded);
    },
    'guild.channel-unlisted': inGuild,
    'guild.role-created': inGuild,
    'guild.role-changed': inGuild,
    'guild.role-deleted': inGuild,
    'guild.role-restored': inGuild,
    'guild.roles-ordered': inGuild,
    'guild.channels-ordered': inGuild,
    'guild.owner-changed': inGuild,
    'guild.lockdown-begun': inGuild,
    'guild.lockdown-ended': inGuild,
    'guild.member-joined': (recorded) => comes(recorded, recorded.metadata.time),
    'guild.member-reinstated': (recorded) => comes(recorded, recorded.event.data.joinedAt),
    'guild.member-left': goes,
    'guild.member-kicked': goes,
    'guild.member-banned': goes,
    'guild.member-unbanned': ofMember,
    'guild.member-timed-out': ofMember,
    'guild.member-time-out-ended': ofMember,
    'guild.member-role-given': ofMember,
    'guild.member-role-taken': ofMember,
    'guild.member-nickname-changed': ofMember,
    'channel.created': (recorded) => {
      const { home, channelId } = recorded.event.data;
      const guild = home.kind === 'guild' ? guilds.get(home.guildId) : undefined;
      if (guild === undefined) return;
      const state = channelAggregate.evolve(channelAggregate.initial, recorded.event);
      guild.channels.set(channelId, { state, createdAt: recorded.metadata.time });
      // Some scenarios never list a channel. It takes its place now, so that a later one does not come before it.
      const { guildId } = guild;
      guild.state = guildAggregate.evolve(guild.state, { type: 'guild.channel-listed', data: { guildId, channelId } });
    },
    'channel.renamed': ofChannel,
    'channel.deleted': ofChannel,
    'channel.topic-changed': ofChannel,
    'channel.tags-set': ofChannel,
    'channel.tag-requirement-set': ofChannel,
    'channel.slow-mode-changed': ofChannel,
    'channel.moved': ofChannel,
    'channel.overwrite-set': ofChannel,
    'channel.overwrite-removed': ofChannel,
    'channel.overwrites-replaced': ofChannel,
    'channel.synced': ofChannel,
    'channel.message-pinned': (recorded) => {
      const { messageId, by, pinnedAt: at } = recorded.event.data;
      pin(messageId, recorded.position, { by, at });
      ofChannel(recorded);
    },
    'channel.message-unpinned': (recorded) => {
      pin(recorded.event.data.messageId, recorded.position, null);
      ofChannel(recorded);
    },
    'channel.restored': ofChannel,
    'channel.thread-begun': ({ event: { data: begun } }) => {
      threads.set(begun.channelId, { begun, name: begun.name, deleted: false, tagIds: [] });
    },
    'channel.post-tagged': ofChannel,
    ...ignoring('channel', 'thread-archived'),
    'channel.erased': ofChannel,
    'message.sent': ({ event: { data: sent }, position, revision }) => {
      const stored = {
        ...{
          sent,
          position,
          revision,
          changedAt: position,
          content: sent.content,
          mentions: mentionsIn(sent.mentions),
        },
        ...{ editedAt: null, deleted: false, pin: null, reactions: new Map() },
      };
      byId.set(sent.messageId, stored);
      const channel = messages.get(sent.channelId) ?? [];
      channel.push(stored);
      messages.set(sent.channelId, channel);
    },
    'message.edited': (recorded) =>
      change(recorded.event.data.messageId, recorded, (stored) => {
        stored.content = recorded.event.data.content;
        stored.mentions = mentionsIn(recorded.event.data.mentions);
        stored.editedAt = recorded.event.data.editedAt;
      }),
    'message.deleted': (recorded) =>
      change(recorded.event.data.messageId, recorded, (stored) => {
        stored.deleted = true;
      }),
    'message.restored': (recorded) =>
      change(recorded.event.data.messageId, recorded, (stored) => {
        stored.content = recorded.event.data.content;
        stored.mentions = mentionsIn(recorded.event.data.mentions);
        stored.deleted = false;
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
    ...ignoring('session', 'started', 'refreshed', 'revoked'),
    ...ignoring('invite', 'created', 'accepted', 'revoked'),
  };
};

/** Starts without rows. */
export const stagedRows = () => {
  const rows: Rows = {
    users: new Map(),
    guilds: new Map(),
    threads: new Map(),
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
  const { users, guilds, threads, messages, byId } = rows;
  return { users, guilds, threads, messages, byId, fold, dueAt };
};
