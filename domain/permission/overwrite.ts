import type { RoleId, UserId } from '#domain/kernel/ids.ts';
import { NO_PERMISSIONS, type PermissionSet } from '#domain/permission/permission-set.ts';

/** An overwrite changes the permissions of one role or member in one channel. Permissions in neither set stay. */
export type Overwrite = { readonly allow: PermissionSet; readonly deny: PermissionSet };

/** Overwrites of one channel. The overwrite for every member stands under the id of the everyone-role. */
export type Overwrites = {
  readonly roles: ReadonlyMap<RoleId, Overwrite>;
  readonly members: ReadonlyMap<UserId, Overwrite>;
};

export const NO_OVERWRITE: Overwrite = { allow: NO_PERMISSIONS, deny: NO_PERMISSIONS };
export const NO_OVERWRITES: Overwrites = { roles: new Map(), members: new Map() };
