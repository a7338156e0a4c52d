/** Says why this user may not act on a member. The server decides, and these answers say it before the user tries. */

import type { GuildId, UserId } from '#domain/kernel/ids.ts';
import type { Permission } from '#domain/permission/bits.ts';
import type { Member, Role } from '#gateway/protocol/resources.ts';
import { govern } from '#web/governance/words/govern-words.ts';
import { mayInGuild } from '#web/store/rights.ts';
import { outranked, ownRank } from '#web/store/roles.ts';
import type { ClientState } from '#web/store/state.ts';

/** A person in a guild. `member` is null for a user who is no member, such as the author of an old message. */
export type Target = { readonly guildId: GuildId; readonly userId: UserId; readonly member: Member | null };

const lacks = (state: ClientState, guildId: GuildId, permission: Permission): string | undefined =>
  mayInGuild(state, guildId, permission) ? undefined : govern.members.lacks(govern.permission[permission][0]);

const isOwner = (state: ClientState, guildId: GuildId, userId: UserId | undefined): boolean =>
  userId !== undefined && state.guilds[guildId]?.owner_id === userId;

/** Answers why this user may not act on a person, or undefined. A person who is no member has no rank. */
export const whyNot = (
  state: ClientState,
  { guildId, userId, member }: Target,
  permission: Permission,
): string | undefined => {
  if (userId === state.me?.user_id) return govern.members.notYourself;
  const lacking = lacks(state, guildId, permission);
  if (lacking !== undefined || member === null) return lacking;
  if (isOwner(state, guildId, userId)) return govern.members.notOwner;
  return outranked(state, guildId, member) ? undefined : govern.members.higher;
};

export const whyNotName = (state: ClientState, target: Target): string | undefined => {
  if (target.userId !== state.me?.user_id) return whyNot(state, target, 'manage_nicknames');
  return lacks(state, target.guildId, 'manage_nicknames') && lacks(state, target.guildId, 'change_nickname');
};

/** Answers why this user may not hand any role to a person. The owner may take and wear every role. */
export const whyNotRoles = (state: ClientState, target: Target): string | undefined => {
  const { guildId, userId } = target;
  return isOwner(state, guildId, userId) && userId === state.me?.user_id
    ? undefined
    : whyNot(state, target, 'manage_roles');
};

/** Answers why this user may not give or take one role, apart from `whyNotRoles`. */
export const whyNotRole = (state: ClientState, role: Role, gives: boolean): string | undefined => {
  if (role.rank >= ownRank(state, role.guild_id)) return govern.members.roleHigher;
  const lacking = gives ? role.permissions.find((one) => !mayInGuild(state, role.guild_id, one)) : undefined;
  return lacking === undefined ? undefined : govern.members.roleLacks(govern.permission[lacking][0]);
};

/** Permissions that let their holder act on others. Their holders see every act, also those that they may not take. */
const POWERS: ReadonlyArray<Permission> = [
  'manage_roles',
  'manage_nicknames',
  'moderate_members',
  'kick_members',
  'ban_members',
  'manage_messages',
];

export const moderates = (state: ClientState, guildId: GuildId): boolean =>
  POWERS.some((permission) => mayInGuild(state, guildId, permission));
