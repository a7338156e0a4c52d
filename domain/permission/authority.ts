import type { UserId } from '#domain/kernel/ids.ts';
import type { Permission } from '#domain/permission/bits.ts';
import { OWNER_RANK, type Rank } from '#domain/permission/hierarchy.ts';
import { has, type PermissionSet } from '#domain/permission/permission-set.ts';

/** An actor and what they may do at one place, resolved. It comes into a decider as data of the command. */
export type Authority = { readonly actor: UserId; readonly permissions: PermissionSet; readonly rank: Rank };

export const may = (authority: Authority, permission: Permission): boolean => has(authority.permissions, permission);
export const isOwner = (authority: Authority): boolean => authority.rank === OWNER_RANK;
