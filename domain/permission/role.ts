import type { GuildId, RoleId } from '#domain/kernel/ids.ts';
import type { PermissionSet } from '#domain/permission/permission-set.ts';

/** A role: one with a higher rank outranks one with a lower. The everyone-role has rank 0, below all others. */
export type Role = { readonly roleId: RoleId; readonly rank: number; readonly permissions: PermissionSet };

export type Roles = ReadonlyMap<RoleId, Role>;

/** The everyone-role's id is the guild's id: one text under two brands, the only place where a brand changes. */
export const everyoneRoleId = (guild: GuildId): RoleId => guild as string as RoleId;
