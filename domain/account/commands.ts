import type { AccountRegistered } from '#domain/account/events.ts';
import type { ImportedName, Username } from '#domain/account/values.ts';
import type { GuildId, ImportId, UserId } from '#domain/kernel/ids.ts';

export type ClaimUsername = { readonly userId: UserId };
export type ReleaseUsername = { readonly userId: UserId };
/** Takes a username from the user `from`, whose registration was never completed. */
export type TakeOverUsername = { readonly from: UserId; readonly userId: UserId };

export type RegisterAccount = {
  readonly userId: UserId;
  readonly username: Username;
  readonly via: AccountRegistered['data']['via'];
};
export type ImportAccount = {
  readonly userId: UserId;
  readonly username: ImportedName;
  readonly importId: ImportId;
};
/** `gone` holds guilds of the user's list that are deleted or have another owner now. */
export type AcquireGuild = {
  readonly userId: UserId;
  readonly guildId: GuildId;
  readonly gone: ReadonlyArray<GuildId>;
};
export type ClaimServerOwnership = { readonly userId: UserId };
