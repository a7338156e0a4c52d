/**
 * The catalog lists every event name. An entry holds the newest shape of the facts, the upcasters from older shapes and
 * the fields that are stored as ciphertext. Code that maps every event name (evolve, project, dispatch, audit) does not
 * compile until it handles a new name.
 */
import type * as t from 'io-ts';
import * as account from '#domain/account/events.ts';
import * as channel from '#domain/channel/events.ts';
import * as guild from '#domain/guild/events.ts';
import * as invite from '#domain/invite/events.ts';
import type { Upcaster } from '#domain/kernel/event.ts';
import { withoutReason } from '#domain/kernel/reason.ts';
import { withoutFiles } from '#domain/message/attachments.ts';
import * as message from '#domain/message/events.ts';
import { withoutMentions } from '#domain/message/mentions.ts';
import * as session from '#domain/session/events.ts';

export type DomainEvent =
  | account.UsernameEvent
  | account.AccountEvent
  | account.ServerOwnershipEvent
  | session.SessionEvent
  | guild.GuildEvent
  | guild.MemberEvent
  | channel.ChannelEvent
  | invite.InviteEvent
  | message.MessageEvent;

export type EventName = DomainEvent['type'];
/** The event of one name. */
export type NamedEvent<N extends EventName> = Extract<DomainEvent, { readonly type: N }>;

/**
 * A sealed field is stored as ciphertext. The kind `content` has a key for this one text. The kind `user` has the key
 * of the user whose id stands in the field `subject`.
 */
export type SealedField<Field extends string = string> =
  | { readonly field: Field; readonly under: 'content' }
  | { readonly field: Field; readonly under: 'user'; readonly subject: Field };

export type CatalogEntry<E extends DomainEvent> = {
  /** The newest schema version, from 1. `upcasters[i]` lifts version i + 1 to i + 2. */
  readonly version: number;
  readonly data: t.Type<E['data'], unknown, unknown>;
  readonly sealed: ReadonlyArray<SealedField>;
  readonly upcasters: ReadonlyArray<Upcaster>;
};

type Catalog = { readonly [N in EventName]: CatalogEntry<NamedEvent<N>> };

/** The upcasters from version 1 to this version: none for version 1, one for version 2. */
type UpcastersTo<Version extends number, Seen extends ReadonlyArray<Upcaster> = []> = [
  Upcaster,
  ...Seen,
]['length'] extends Version
  ? Seen
  : UpcastersTo<Version, [...Seen, Upcaster]>;

/**
 * Begins a catalog entry with its newest schema version and the upcasters that lead there. Version 2 takes the upcaster
 * from 1 to 2, and version 3 also the upcaster from 2 to 3. An example is `at(2, fromFirst).plain(...)`.
 */
export const at = <const Version extends number>(version: Version, ...upcasters: UpcastersTo<Version>) => ({
  /** Stores every field as it is. */
  plain: <D>(data: t.Type<D, unknown, unknown>) => ({ version, data, sealed: [], upcasters }),
  /** Stores the named fields of the newest shape as ciphertext. */
  sealing: <D>(data: t.Type<D, unknown, unknown>, ...sealed: ReadonlyArray<SealedField<keyof D & string>>) => ({
    version,
    data,
    sealed,
    upcasters,
  }),
});

export const eventCatalog: Catalog = {
  'account.username-claimed': at(1).plain(account.UsernameClaimedData),
  'account.username-released': at(1).plain(account.UsernameReleasedData),
  'account.registered': at(1).sealing(account.AccountRegisteredData, {
    field: 'username',
    under: 'user',
    subject: 'userId',
  }),
  'account.imported': at(1).sealing(account.AccountImportedData, {
    field: 'username',
    under: 'user',
    subject: 'userId',
  }),
  'account.server-ownership-claimed': at(1).plain(account.ServerOwnershipClaimedData),
  'account.guild-acquired': at(1).plain(account.GuildAcquiredData),
  'account.guild-relinquished': at(1).plain(account.GuildRelinquishedData),
  'session.started': at(1).sealing(session.SessionStartedData, { field: 'device', under: 'user', subject: 'userId' }),
  'session.refreshed': at(1).plain(session.SessionRefreshedData),
  'session.revoked': at(1).plain(session.SessionRevokedData),
  'guild.created': at(1).plain(guild.GuildCreatedData),
  'guild.renamed': at(1).plain(guild.GuildRenamedData),
  'guild.deleted': at(2, withoutReason).sealing(guild.GuildDeletedData, { field: 'reason', under: 'content' }),
  'guild.channel-listed': at(1).plain(guild.GuildChannelListedData),
  'guild.channel-unlisted': at(1).plain(guild.GuildChannelUnlistedData),
  'guild.role-created': at(1).plain(guild.GuildRoleCreatedData),
  'guild.role-changed': at(1).plain(guild.GuildRoleChangedData),
  'guild.role-deleted': at(2, withoutReason).sealing(guild.GuildRoleDeletedData, {
    field: 'reason',
    under: 'content',
  }),
  'guild.role-restored': at(1).plain(guild.GuildRoleRestoredData),
  'guild.roles-ordered': at(1).plain(guild.GuildRolesOrderedData),
  'guild.channels-ordered': at(1).plain(guild.GuildChannelsOrderedData),
  'guild.owner-changed': at(1).plain(guild.GuildOwnerChangedData),
  'guild.lockdown-begun': at(1).sealing(guild.GuildLockdownBegunData, { field: 'reason', under: 'content' }),
  'guild.lockdown-ended': at(1).plain(guild.GuildLockdownEndedData),
  'guild.member-joined': at(2, guild.joinedToVersion2).plain(guild.GuildMemberJoinedData),
  'guild.member-left': at(1).plain(guild.GuildMemberLeftData),
  'guild.member-kicked': at(1).sealing(guild.GuildMemberKickedData, {
    field: 'reason',
    under: 'user',
    subject: 'userId',
  }),
  'guild.member-banned': at(1).sealing(guild.GuildMemberBannedData, {
    field: 'reason',
    under: 'user',
    subject: 'userId',
  }),
  'guild.member-unbanned': at(1).plain(guild.GuildMemberUnbannedData),
  'guild.member-reinstated': at(1).sealing(guild.GuildMemberReinstatedData, {
    field: 'nickname',
    under: 'user',
    subject: 'userId',
  }),
  'guild.member-timed-out': at(1).sealing(guild.GuildMemberTimedOutData, {
    field: 'reason',
    under: 'user',
    subject: 'userId',
  }),
  'guild.member-time-out-ended': at(1).plain(guild.GuildMemberTimeOutEndedData),
  'guild.member-role-given': at(1).plain(guild.GuildMemberRoleGivenData),
  'guild.member-role-taken': at(1).plain(guild.GuildMemberRoleTakenData),
  'guild.member-nickname-changed': at(1).sealing(guild.GuildMemberNicknameChangedData, {
    field: 'nickname',
    under: 'user',
    subject: 'userId',
  }),
  'channel.created': at(3, channel.createdToVersion2, channel.createdToVersion3).plain(channel.ChannelCreatedData),
  'channel.renamed': at(1).plain(channel.ChannelRenamedData),
  'channel.deleted': at(2, withoutReason).sealing(channel.ChannelDeletedData, {
    field: 'reason',
    under: 'content',
  }),
  'channel.topic-changed': at(1).plain(channel.ChannelTopicChangedData),
  'channel.slow-mode-changed': at(1).plain(channel.ChannelSlowModeChangedData),
  'channel.moved': at(1).plain(channel.ChannelMovedData),
  'channel.overwrite-set': at(1).plain(channel.ChannelOverwriteSetData),
  'channel.overwrite-removed': at(1).plain(channel.ChannelOverwriteRemovedData),
  'channel.overwrites-replaced': at(1).plain(channel.ChannelOverwritesReplacedData),
  'channel.synced': at(1).plain(channel.ChannelSyncedData),
  'channel.message-pinned': at(1).plain(channel.ChannelMessagePinnedData),
  'channel.message-unpinned': at(1).plain(channel.ChannelMessageUnpinnedData),
  'channel.thread-begun': at(1).plain(channel.ChannelThreadBegunData),
  'channel.thread-archived': at(1).plain(channel.ChannelThreadArchivedData),
  'channel.tags-set': at(1).plain(channel.ChannelTagsSetData),
  'channel.tag-requirement-set': at(1).plain(channel.ChannelTagRequirementSetData),
  'channel.post-tagged': at(1).plain(channel.ChannelPostTaggedData),
  'channel.restored': at(1).plain(channel.ChannelRestoredData),
  'channel.erased': at(1).plain(channel.ChannelErasedData),
  'invite.created': at(1).plain(invite.InviteCreatedData),
  'invite.accepted': at(2, invite.acceptedToVersion2).plain(invite.InviteAcceptedData),
  'invite.revoked': at(2, invite.revokedToVersion2).sealing(invite.InviteRevokedData, {
    field: 'reason',
    under: 'user',
    subject: 'creatorId',
  }),
  'message.sent': at(4, message.sentToVersion2, message.sentToVersion3, withoutFiles).sealing(
    message.MessageSentData,
    { field: 'content', under: 'content' },
    { field: 'shownFiles', under: 'content' },
  ),
  'message.edited': at(2, withoutMentions).sealing(message.MessageEditedData, { field: 'content', under: 'content' }),
  'message.deleted': at(2, message.deletedToVersion2).sealing(message.MessageDeletedData, {
    field: 'reason',
    under: 'user',
    subject: 'authorId',
  }),
  'message.restored': at(3, withoutMentions, withoutFiles).sealing(
    message.MessageRestoredData,
    { field: 'content', under: 'content' },
    { field: 'shownFiles', under: 'content' },
  ),
  'message.reaction-added': at(1).plain(message.MessageReactionAddedData),
  'message.reaction-removed': at(1).plain(message.MessageReactionRemovedData),
};

export const eventNames = Object.keys(eventCatalog) as ReadonlyArray<EventName>;
export const isEventName = (name: string): name is EventName => Object.hasOwn(eventCatalog, name);

type SliceOf<Name> = Name extends `${infer Slice}.${string}` ? Slice : never;
type FactOf<Name, Slice extends string> = Name extends `${Slice}.${infer Fact}` ? Fact : never;

/**
 * Makes the lines of an exhaustive map for events of one slice that it ignores. Each event is named, so a new event of
 * the slice does not compile until the map has a line for it.
 */
export const ignoring = <Slice extends SliceOf<EventName>, const Facts extends ReadonlyArray<FactOf<EventName, Slice>>>(
  slice: Slice,
  ...facts: Facts
) =>
  // The map has exactly these names. The compiler forgets the names in `Object.fromEntries`.
  Object.fromEntries(facts.map((fact) => [`${slice}.${fact}`, 'ignored'])) as {
    readonly [Fact in Facts[number] as `${Slice}.${Fact}`]: 'ignored';
  };
