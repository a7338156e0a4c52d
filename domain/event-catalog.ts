/**
 * Every event name there is, with the newest shape of its facts, how older shapes become the newest,
 * and which fields leave the house only sealed. Adding a name here breaks every exhaustive map
 * (evolve, project, dispatch, audit) until each says what it does with it.
 */
import type * as t from 'io-ts';
import * as account from '#domain/account/events.ts';
import * as channel from '#domain/channel/events.ts';
import * as guild from '#domain/guild/events.ts';
import * as invite from '#domain/invite/events.ts';
import * as message from '#domain/message/events.ts';
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
export type EventNamed<N extends EventName> = Extract<DomainEvent, { readonly type: N }>;

/**
 * A field that is stored as ciphertext.
 * `content`: under a key made for this one text. `user`: under the key of the user whose id stands in `subject`.
 */
export type SealedField =
  | { readonly field: string; readonly under: 'content' }
  | { readonly field: string; readonly under: 'user'; readonly subject: string };

/** Pure: facts of schema version n to facts of version n + 1. Sealed fields are already opened. */
export type Upcaster = (facts: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

export type CatalogEntry<E extends DomainEvent> = {
  /** The newest schema version, from 1. `upcasters[i]` lifts version i + 1 to i + 2. */
  readonly version: number;
  readonly data: t.Type<E['data'], unknown, unknown>;
  readonly sealed: ReadonlyArray<SealedField>;
  readonly upcasters: ReadonlyArray<Upcaster>;
};

type Catalog = { readonly [N in EventName]: CatalogEntry<EventNamed<N>> };

const plain = <D>(data: t.Type<D, unknown, unknown>) => ({ version: 1, data, sealed: [], upcasters: [] }) as const;
const sealing = <D>(data: t.Type<D, unknown, unknown>, ...sealed: ReadonlyArray<SealedField>) =>
  ({ version: 1, data, sealed, upcasters: [] }) as const;
/** The same entry in its newest version. Each upcaster lifts facts by one version, the first one those of version 1. */
const lifted = <E extends object>(entry: E, ...upcasters: ReadonlyArray<Upcaster>) => ({
  ...entry,
  version: 1 + upcasters.length,
  upcasters,
});

export const eventCatalog: Catalog = {
  'account.username-claimed': plain(account.UsernameClaimedData),
  'account.username-released': plain(account.UsernameReleasedData),
  'account.registered': sealing(account.AccountRegisteredData, { field: 'username', under: 'user', subject: 'userId' }),
  'account.imported': sealing(account.AccountImportedData, { field: 'username', under: 'user', subject: 'userId' }),
  'account.server-ownership-claimed': plain(account.ServerOwnershipClaimedData),
  'account.guild-acquired': plain(account.GuildAcquiredData),
  'account.guild-relinquished': plain(account.GuildRelinquishedData),
  'session.started': sealing(session.SessionStartedData, { field: 'device', under: 'user', subject: 'userId' }),
  'session.refreshed': plain(session.SessionRefreshedData),
  'session.revoked': plain(session.SessionRevokedData),
  'guild.created': plain(guild.GuildCreatedData),
  'guild.renamed': plain(guild.GuildRenamedData),
  'guild.deleted': plain(guild.GuildDeletedData),
  'guild.channel-listed': plain(guild.GuildChannelListedData),
  'guild.channel-unlisted': plain(guild.GuildChannelUnlistedData),
  'guild.member-joined': plain(guild.GuildMemberJoinedData),
  'guild.member-left': plain(guild.GuildMemberLeftData),
  'guild.member-kicked': sealing(guild.GuildMemberKickedData, { field: 'reason', under: 'user', subject: 'userId' }),
  'channel.created': plain(channel.ChannelCreatedData),
  'channel.renamed': plain(channel.ChannelRenamedData),
  'channel.deleted': plain(channel.ChannelDeletedData),
  'invite.created': plain(invite.InviteCreatedData),
  'invite.accepted': lifted(plain(invite.InviteAcceptedData), invite.acceptedToVersion2),
  'message.sent': sealing(message.MessageSentData, { field: 'content', under: 'content' }),
  'message.edited': sealing(message.MessageEditedData, { field: 'content', under: 'content' }),
  'message.deleted': plain(message.MessageDeletedData),
  'message.reaction-added': plain(message.MessageReactionAddedData),
  'message.reaction-removed': plain(message.MessageReactionRemovedData),
};

export const eventNames = Object.keys(eventCatalog) as ReadonlyArray<EventName>;
export const isEventName = (name: string): name is EventName => Object.hasOwn(eventCatalog, name);
