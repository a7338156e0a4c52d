/**
 * The one list of event names. Each entry has the newest shape of the facts, the upcasters from older shapes, and the
 * fields that are stored as ciphertext. A new name breaks every exhaustive map (evolve, project, dispatch, audit) until
 * each of them says what it does with the event.
 */
import type * as t from 'io-ts';
import * as account from '#domain/account/events.ts';
import * as channel from '#domain/channel/events.ts';
import * as guild from '#domain/guild/events.ts';
import * as invite from '#domain/invite/events.ts';
import type { Upcaster } from '#domain/kernel/event.ts';
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
export type NamedEvent<N extends EventName> = Extract<DomainEvent, { readonly type: N }>;

/**
 * A field that is stored as ciphertext. `content` seals it under a key made for this one text, `user` under the key of
 * the user whose id is in the field `subject`.
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

/** As many upcasters as lead from version 1 to this one: none for 1, one for 2. */
type UpcastersTo<Version extends number, Seen extends ReadonlyArray<Upcaster> = []> = [
  Upcaster,
  ...Seen,
]['length'] extends Version
  ? Seen
  : UpcastersTo<Version, [...Seen, Upcaster]>;

/**
 * Begins the entry of an event by its newest schema version. Version 2 takes the upcaster from 1 to 2, version 3 also
 * the one from 2 to 3: `at(2, fromFirst).plain(...)`.
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
  'guild.deleted': at(1).plain(guild.GuildDeletedData),
  'guild.channel-listed': at(1).plain(guild.GuildChannelListedData),
  'guild.channel-unlisted': at(1).plain(guild.GuildChannelUnlistedData),
  'guild.member-joined': at(1).plain(guild.GuildMemberJoinedData),
  'guild.member-left': at(1).plain(guild.GuildMemberLeftData),
  'guild.member-kicked': at(1).sealing(guild.GuildMemberKickedData, {
    field: 'reason',
    under: 'user',
    subject: 'userId',
  }),
  'channel.created': at(1).plain(channel.ChannelCreatedData),
  'channel.renamed': at(1).plain(channel.ChannelRenamedData),
  'channel.deleted': at(1).plain(channel.ChannelDeletedData),
  'invite.created': at(1).plain(invite.InviteCreatedData),
  'invite.accepted': at(2, invite.acceptedToVersion2).plain(invite.InviteAcceptedData),
  'message.sent': at(1).sealing(message.MessageSentData, { field: 'content', under: 'content' }),
  'message.edited': at(1).sealing(message.MessageEditedData, { field: 'content', under: 'content' }),
  'message.deleted': at(1).plain(message.MessageDeletedData),
  'message.reaction-added': at(1).plain(message.MessageReactionAddedData),
  'message.reaction-removed': at(1).plain(message.MessageReactionRemovedData),
};

export const eventNames = Object.keys(eventCatalog) as ReadonlyArray<EventName>;
export const isEventName = (name: string): name is EventName => Object.hasOwn(eventCatalog, name);

type SliceOf<Name> = Name extends `${infer Slice}.${string}` ? Slice : never;
type FactOf<Name, Slice extends string> = Name extends `${Slice}.${infer Fact}` ? Fact : never;

/**
 * Lines of an exhaustive map for events of one slice that have no meaning there. Each fact is named: a new event of
 * the slice does not compile until somebody decides about it.
 */
export const ignoring = <Slice extends SliceOf<EventName>, const Facts extends ReadonlyArray<FactOf<EventName, Slice>>>(
  slice: Slice,
  ...facts: Facts
) =>
  // The map has exactly these names. The compiler does not follow it through its entries.
  Object.fromEntries(facts.map((fact) => [`${slice}.${fact}`, 'ignored'])) as {
    readonly [Fact in Facts[number] as `${Slice}.${Fact}`]: 'ignored';
  };
