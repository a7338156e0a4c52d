import type { UserId } from '#domain/kernel/ids.ts';
import type { Permission } from '#domain/permission/bits.ts';
import { OWNER_RANK, type Rank } from '#domain/permission/hierarchy.ts';
import { has, type PermissionSet } from '#domain/permission/permission-set.ts';

/**
 * Authority: an actor, with their permissions and rank in one guild or channel. It comes to a decider with the command.
 */
export type Authority = { readonly actor: UserId; readonly permissions: PermissionSet; readonly rank: Rank };

export const may = (authority: Authority, permission: Permission): boolean => has(authority.permissions, permission);
export const isOwner = (authority: Authority): boolean => authority.rank === OWNER_RANK;
