import type { GuildId, RoleId, UserId } from '#domain/kernel/ids.ts';
import { ALL_PERMISSIONS, NO_PERMISSIONS, type PermissionSet } from '#domain/permission/permission-set.ts';
import { everyoneRoleId } from '#domain/permission/role.ts';

/** An overwrite changes the permissions of one role or member in one channel. Permissions in neither set stay. */
export type Overwrite = { readonly allow: PermissionSet; readonly deny: PermissionSet };

/** Overwrites of one channel. The overwrite for every member stands under the id of the everyone-role. */
export type Overwrites = {
  readonly roles: ReadonlyMap<RoleId, Overwrite>;
  readonly members: ReadonlyMap<UserId, Overwrite>;
};

export const NO_OVERWRITE: Overwrite = { allow: NO_PERMISSIONS, deny: NO_PERMISSIONS };
export const NO_OVERWRITES: Overwrites = { roles: new Map(), members: new Map() };

/**
 * Makes overwrites that let only the owner and administrators into a channel. They count where the overwrites of a
 * synced channel are not known, so that a gap in the facts opens no channel.
 */
export const closedOverwrites = (guildId: GuildId): Overwrites => ({
  roles: new Map([[everyoneRoleId(guildId), { allow: NO_PERMISSIONS, deny: ALL_PERMISSIONS }]]),
  members: new Map(),
});
