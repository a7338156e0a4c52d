/** Short functions that build events of a community, for tests of read models. */

import type { ChannelKind } from '#domain/channel/events.ts';
import type { NamedEvent } from '#domain/event-catalog.ts';
import type { ChannelRef } from '#domain/kernel/address.ts';
import type { Erasable } from '#domain/kernel/erasable.ts';
import { type Home, inGuild } from '#domain/kernel/home.ts';
import type {
  AttachmentId,
  ChannelId,
  GuildId,
  Id,
  ImportId,
  InviteId,
  MessageId,
  SessionId,
  TagId,
  UserId,
} from '#domain/kernel/ids.ts';
import { type Instant, instantOf } from '#domain/kernel/instant.ts';
import { type CarriedFiles, carrying, NO_FILES } from '#domain/message/attachments.ts';
import type { CarriedForward } from '#domain/message/forward.ts';
import type { CarriedMentions } from '#domain/message/mentions.ts';
import { EVERYONE_DEFAULT } from '#domain/permission/defaults.ts';

/** Returns the id with number n of a kind. Ids of one kind are ordered by their number. */
const numbered = <Kind extends string>(letter: string, n: number): Id<Kind> =>
  // Digits and these letters all belong to the alphabet of ULIDs.
  `0${letter}${n.toString().padStart(24, '0')}` as Id<Kind>;
export const user = (n: number): UserId => numbered('A', n);
export const guild = (n: number): GuildId => numbered('G', n);
export const channel = (n: number): ChannelId => numbered('C', n);
export const message = (n: number): MessageId => numbered('M', n);
export const attachment = (n: number): AttachmentId => numbered('F', n);
export const tag = (n: number): TagId => numbered('T', n);
export const session = (n: number): SessionId => numbered('S', n);
/** The home of a channel in the n-th conversation. */
export const conversation = (n: number): Home => ({
  kind: 'conversation',
  conversationId: numbered<'ConversationId'>('D', n),
});
const invite: InviteId = numbered('N', 1);
export const IMPORT: ImportId = numbered('P', 1);

const AT = '2026-02-03T04:05:06.007Z' as Instant;

export const registered = (userId: UserId, username: string): NamedEvent<'account.registered'> => ({
  type: 'account.registered',
  data: { userId, username, via: 'open' },
});
export const guildCreated = (
  guildId: GuildId,
  ownerId: UserId,
  everyone = EVERYONE_DEFAULT,
): NamedEvent<'guild.created'> => ({
  type: 'guild.created',
  data: { guildId, name: `guild ${guildId.slice(-3)}`, ownerId, everyone },
});
export const joined = (guildId: GuildId, userId: UserId): NamedEvent<'guild.member-joined'> => ({
  type: 'guild.member-joined',
  data: { guildId, userId, via: { kind: 'invite', inviteId: invite }, joinedAt: instantOf(0) },
});
export const left = (guildId: GuildId, userId: UserId): NamedEvent<'guild.member-left'> => ({
  type: 'guild.member-left',
  data: { guildId, userId },
});
export const kicked = (guildId: GuildId, userId: UserId, by: UserId): NamedEvent<'guild.member-kicked'> => ({
  type: 'guild.member-kicked',
  data: { guildId, userId, by, reason: 'spam' },
});
export const listed = (guildId: GuildId, channelId: ChannelId): NamedEvent<'guild.channel-listed'> => ({
  type: 'guild.channel-listed',
  data: { guildId, channelId },
});
export const unlisted = (guildId: GuildId, channelId: ChannelId): NamedEvent<'guild.channel-unlisted'> => ({
  type: 'guild.channel-unlisted',
  data: { guildId, channelId },
});
export const channelCreated = (
  at: GuildId | Home,
  channelId: ChannelId,
  kind: ChannelKind = 'text',
): NamedEvent<'channel.created'> => ({
  type: 'channel.created',
  data: {
    channelId,
    home: typeof at === 'string' ? inGuild(at) : at,
    parentId: null,
    name: `channel ${channelId.slice(-3)}`,
    kind,
  },
});
export const channelDeleted = (
  guildId: GuildId,
  channelId: ChannelId,
  reason: Erasable<string> | null = null,
): NamedEvent<'channel.deleted'> => ({
  type: 'channel.deleted',
  data: { channelId, home: inGuild(guildId), reason },
});

export const channelRestored = (guildId: GuildId, channelId: ChannelId): NamedEvent<'channel.restored'> => ({
  type: 'channel.restored',
  data: { channelId, home: inGuild(guildId) },
});
export const channelErased = (guildId: GuildId, channelId: ChannelId): NamedEvent<'channel.erased'> => ({
  type: 'channel.erased',
  data: { channelId, home: inGuild(guildId) },
});

/** A channel with the home that its events name. */
type ChannelOf = ChannelRef & ({ readonly guildId: GuildId } | { readonly home: Home });
const homeOf = (at: ChannelOf): Home => ('home' in at ? at.home : inGuild(at.guildId));

/** Files of a message, with the numbers of their ids. */
export const filesOf = (...numbers: ReadonlyArray<number>): CarriedFiles =>
  carrying(
    numbers.map((n) => ({
      attachmentId: attachment(n),
      key: `c:${n}`,
      bytes: 100 * n,
      name: `file ${n}.png`,
      contentType: 'image/png',
      width: 640,
      height: 480,
      placeholder: 'AAAA',
      animated: false,
      previews: true,
    })),
    numbers.map((n) => ({ alt: `text of file ${n}`, spoiler: n % 2 === 0 })),
  );

export const sent = (
  at: ChannelOf,
  messageId: MessageId,
  authorId: UserId,
  content = `text of ${messageId}`,
  mentions: CarriedMentions = null,
  forward: CarriedForward = null,
  files: CarriedFiles = NO_FILES,
): NamedEvent<'message.sent'> => ({
  type: 'message.sent',
  data: {
    messageId,
    channelId: at.channelId,
    home: homeOf(at),
    authorId,
    kind: 'message',
    content,
    sentAt: AT,
    replyTo: null,
    mentionReplied: false,
    mentions,
    ...files,
    forward,
  },
});
export const edited = (
  at: ChannelOf,
  messageId: MessageId,
  content: string,
  mentions: CarriedMentions = null,
): NamedEvent<'message.edited'> => ({
  type: 'message.edited',
  data: { messageId, channelId: at.channelId, home: homeOf(at), content, editedAt: AT, mentions },
});
export const deleted = (
  at: ChannelOf,
  messageId: MessageId,
  by: UserId,
  { authorId, reason }: { readonly authorId: UserId | null; readonly reason: Erasable<string> | null } = {
    authorId: null,
    reason: null,
  },
): NamedEvent<'message.deleted'> => ({
  type: 'message.deleted',
  data: { messageId, channelId: at.channelId, home: homeOf(at), by, deletedAt: AT, authorId, reason },
});
export const restored = (
  at: ChannelOf,
  messageId: MessageId,
  authorId: UserId,
  content = `text of ${messageId}`,
  mentions: CarriedMentions = null,
  files: CarriedFiles = NO_FILES,
): NamedEvent<'message.restored'> => ({
  type: 'message.restored',
  data: {
    messageId,
    channelId: at.channelId,
    home: homeOf(at),
    authorId,
    content,
    sentAt: AT,
    editedAt: null,
    mentions,
    ...files,
  },
});
export const reacted = (
  at: ChannelOf,
  messageId: MessageId,
  userId: UserId,
  emoji: string,
): NamedEvent<'message.reaction-added'> => ({
  type: 'message.reaction-added',
  data: { messageId, channelId: at.channelId, home: homeOf(at), emoji, userId },
});
export const unreacted = (
  at: ChannelOf,
  messageId: MessageId,
  userId: UserId,
  emoji: string,
): NamedEvent<'message.reaction-removed'> => ({
  type: 'message.reaction-removed',
  data: { messageId, channelId: at.channelId, home: homeOf(at), emoji, userId },
});
export const pinned = (at: ChannelOf, messageId: MessageId, by: UserId): NamedEvent<'channel.message-pinned'> => ({
  type: 'channel.message-pinned',
  data: { channelId: at.channelId, home: homeOf(at), messageId, by, pinnedAt: AT },
});
export const unpinned = (at: ChannelOf, messageId: MessageId, by: UserId): NamedEvent<'channel.message-unpinned'> => ({
  type: 'channel.message-unpinned',
  data: { channelId: at.channelId, home: homeOf(at), messageId, by },
});
export const guildDeleted = (
  guildId: GuildId,
  reason: Erasable<string> | null = null,
): NamedEvent<'guild.deleted'> => ({
  type: 'guild.deleted',
  data: { guildId, reason },
});
export const guildRenamed = (guildId: GuildId, name: string): NamedEvent<'guild.renamed'> => ({
  type: 'guild.renamed',
  data: { guildId, name },
});
export const channelRenamed = (
  guildId: GuildId,
  channelId: ChannelId,
  name: string,
): NamedEvent<'channel.renamed'> => ({
  type: 'channel.renamed',
  data: { channelId, home: inGuild(guildId), name },
});
export const brought = (guildId: GuildId, userId: UserId): NamedEvent<'guild.member-joined'> => ({
  type: 'guild.member-joined',
  data: { guildId, userId, via: { kind: 'import', importId: IMPORT }, joinedAt: instantOf(0) },
});
export const imported = (userId: UserId, username: string): NamedEvent<'account.imported'> => ({
  type: 'account.imported',
  data: { userId, username, importId: IMPORT },
});
export const ownershipClaimed = (userId: UserId): NamedEvent<'account.server-ownership-claimed'> => ({
  type: 'account.server-ownership-claimed',
  data: { userId },
});
export const sessionStarted = (
  sessionId: SessionId,
  userId: UserId,
  device: Erasable<string> = 'a browser',
): NamedEvent<'session.started'> => ({
  type: 'session.started',
  data: { sessionId, userId, device },
});
export const sessionRefreshed = (
  sessionId: SessionId,
  userId: UserId,
  generation: number,
): NamedEvent<'session.refreshed'> => ({
  type: 'session.refreshed',
  data: { sessionId, userId, generation },
});
export const sessionRevoked = (sessionId: SessionId, userId: UserId): NamedEvent<'session.revoked'> => ({
  type: 'session.revoked',
  data: { sessionId, userId, cause: 'logged-out' },
});

/** Begins a thread. One about a message has its id. */
export const threadBegun = (
  { guildId, channelId: parentId }: ChannelRef & { readonly guildId: GuildId },
  thread: ChannelId | MessageId,
  by: UserId,
  name = 'a thread',
): NamedEvent<'channel.thread-begun'> => ({
  type: 'channel.thread-begun',
  data: {
    channelId: thread as string as ChannelId,
    home: inGuild(guildId),
    parentId,
    rootId: thread.startsWith('0M') ? (thread as string as MessageId) : null,
    name,
    by,
    archiveAfterMins: 1_440,
    begunAt: AT,
  },
});
export const threadArchived = (
  guildId: GuildId,
  channelId: ChannelId,
  by: UserId,
  archivedAt: Instant = AT,
): NamedEvent<'channel.thread-archived'> => ({
  type: 'channel.thread-archived',
  data: { channelId, home: inGuild(guildId), by, archivedAt },
});

/** Gives a forum tags with these names. The n-th has the n-th id, and the first one is moderated. */
export const tagsSet = (
  guildId: GuildId,
  channelId: ChannelId,
  names: ReadonlyArray<string>,
): NamedEvent<'channel.tags-set'> => ({
  type: 'channel.tags-set',
  data: {
    channelId,
    home: inGuild(guildId),
    tags: names.map((name, at) => ({ tagId: tag(at + 1), name, emoji: null, moderated: at === 0 })),
  },
});
export const tagRequirementSet = (
  guildId: GuildId,
  channelId: ChannelId,
  required: boolean,
): NamedEvent<'channel.tag-requirement-set'> => ({
  type: 'channel.tag-requirement-set',
  data: { channelId, home: inGuild(guildId), required },
});
export const postTagged = (
  guildId: GuildId,
  channelId: ChannelId,
  by: UserId,
  tagIds: ReadonlyArray<TagId>,
): NamedEvent<'channel.post-tagged'> => ({
  type: 'channel.post-tagged',
  data: { channelId, home: inGuild(guildId), by, tagIds },
});
