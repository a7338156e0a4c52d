/**
 * Stored for ever: a name or a shape that was shipped never changes meaning. A new shape is a new
 * schema version with an upcaster in `domain/event-catalog.ts`; a new meaning is a new name.
 */
import * as t from 'io-ts';
import { type Erasable, erasable } from '#domain/kernel/erasable.ts';
import { GuildId, ImportId, UserId } from '#domain/kernel/ids.ts';

/** On `username-<keyed hash>`: the store's own revision check makes a name unique. */
export type UsernameClaimed = { readonly type: 'account.username-claimed'; readonly data: { readonly userId: UserId } };
export const UsernameClaimedData = t.strict({ userId: UserId });

/** Undoes a claim whose registration did not come to its end. */
export type UsernameReleased = {
  readonly type: 'account.username-released';
  readonly data: { readonly userId: UserId };
};
export const UsernameReleasedData = t.strict({ userId: UserId });

/** On `user-<id>`: somebody who can log in. The password's hash is in the vault, not here. */
export type AccountRegistered = {
  readonly type: 'account.registered';
  readonly data: {
    readonly userId: UserId;
    readonly username: Erasable<string>;
    readonly via: 'owner-link' | 'open' | 'invite';
  };
};
export const AccountRegisteredData = t.strict({
  userId: UserId,
  username: erasable(t.string),
  via: t.union([t.literal('owner-link'), t.literal('open'), t.literal('invite')]),
});

/** On `user-<id>`: an author known from an import. It claims no username and nobody can log in to it. */
export type AccountImported = {
  readonly type: 'account.imported';
  readonly data: { readonly userId: UserId; readonly username: Erasable<string>; readonly importId: ImportId };
};
export const AccountImportedData = t.strict({ userId: UserId, username: erasable(t.string), importId: ImportId });

/** On `server-ownership`: the first claim wins, by the revision check. */
export type ServerOwnershipClaimed = {
  readonly type: 'account.server-ownership-claimed';
  readonly data: { readonly userId: UserId };
};
export const ServerOwnershipClaimedData = t.strict({ userId: UserId });

/** On `user-<id>`: the guilds somebody owns, so that their number is bounded by the stream that counts it. */
export type GuildAcquired = {
  readonly type: 'account.guild-acquired';
  readonly data: { readonly userId: UserId; readonly guildId: GuildId };
};
export const GuildAcquiredData = t.strict({ userId: UserId, guildId: GuildId });

/** The guild is gone or has another owner. It is written when its place is needed, so it may come late. */
export type GuildRelinquished = {
  readonly type: 'account.guild-relinquished';
  readonly data: { readonly userId: UserId; readonly guildId: GuildId };
};
export const GuildRelinquishedData = t.strict({ userId: UserId, guildId: GuildId });

export type UsernameEvent = UsernameClaimed | UsernameReleased;
export type AccountEvent = AccountRegistered | AccountImported | GuildAcquired | GuildRelinquished;
export type ServerOwnershipEvent = ServerOwnershipClaimed;
