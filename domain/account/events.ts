/**
 * Events are stored for ever, so a released name or shape never changes its meaning. A new shape is a new schema
 * version with an upcaster in `domain/event-catalog.ts`. A new meaning is a new event name.
 */
import * as t from 'io-ts';
import { type Erasable, erasable } from '#domain/kernel/erasable.ts';
import { GuildId, ImportId, UserId } from '#domain/kernel/ids.ts';

/** Stands on `username-<keyed hash>`. The revision check of the event store makes a username unique. */
export type UsernameClaimed = { readonly type: 'account.username-claimed'; readonly data: { readonly userId: UserId } };
export const UsernameClaimedData = t.strict({ userId: UserId });

/** Undoes a claim whose registration was not completed. */
export type UsernameReleased = {
  readonly type: 'account.username-released';
  readonly data: { readonly userId: UserId };
};
export const UsernameReleasedData = t.strict({ userId: UserId });

/** Stands on `user-<id>`. The user can log in. The hash of the password is in the vault, not in the log. */
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

/** Stands on `user-<id>` of an author known from an import. The account claims no username and has no login. */
export type AccountImported = {
  readonly type: 'account.imported';
  readonly data: { readonly userId: UserId; readonly username: Erasable<string>; readonly importId: ImportId };
};
export const AccountImportedData = t.strict({ userId: UserId, username: erasable(t.string), importId: ImportId });

/** Stands on `server-ownership`. The first claim wins, by the revision check of the event store. */
export type ServerOwnershipClaimed = {
  readonly type: 'account.server-ownership-claimed';
  readonly data: { readonly userId: UserId };
};
export const ServerOwnershipClaimedData = t.strict({ userId: UserId });

/** Stands on `user-<id>`. The stream counts the guilds that a user owns, so it can limit their number. */
export type GuildAcquired = {
  readonly type: 'account.guild-acquired';
  readonly data: { readonly userId: UserId; readonly guildId: GuildId };
};
export const GuildAcquiredData = t.strict({ userId: UserId, guildId: GuildId });

/**
 * Says that the guild is deleted or has another owner. It is written only when its place is needed, so it may be late.
 */
export type GuildRelinquished = {
  readonly type: 'account.guild-relinquished';
  readonly data: { readonly userId: UserId; readonly guildId: GuildId };
};
export const GuildRelinquishedData = t.strict({ userId: UserId, guildId: GuildId });

export type UsernameEvent = UsernameClaimed | UsernameReleased;
export type AccountEvent = AccountRegistered | AccountImported | GuildAcquired | GuildRelinquished;
export type ServerOwnershipEvent = ServerOwnershipClaimed;
