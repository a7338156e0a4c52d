import type { RoleId, UserId } from '#domain/kernel/ids.ts';
import { NO_PERMISSIONS, type PermissionSet } from '#domain/permission/permission-set.ts';

/** What one channel says differently for a role or a member. What is in neither set stays as it was. */
export type Overwrite = { readonly allow: PermissionSet; readonly deny: PermissionSet };

/** A channel's overwrites; the one for everybody stands under the everyone-role's id. */
export type Overwrites = {
  readonly roles: ReadonlyMap<RoleId, Overwrite>;
  readonly members: ReadonlyMap<UserId, Overwrite>;
};

export const NO_OVERWRITE: Overwrite = { allow: NO_PERMISSIONS, deny: NO_PERMISSIONS };
export const NO_OVERWRITES: Overwrites = { roles: new Map(), members: new Map() };
