import type { GuildId, RoleId } from '#domain/kernel/ids.ts';
import type { PermissionSet } from '#domain/permission/permission-set.ts';

/**
 * A role gives permissions at a rank. A higher rank outranks a lower rank. The everyone-role has rank 0, the lowest.
 */
export type Role = { readonly roleId: RoleId; readonly rank: number; readonly permissions: PermissionSet };

export type Roles = ReadonlyMap<RoleId, Role>;

/** The id of the everyone-role is the id of its guild. */
export const everyoneRoleId = (guild: GuildId): RoleId => guild as string as RoleId;
