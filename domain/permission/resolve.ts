import type { GuildId, RoleId, UserId } from '#domain/kernel/ids.ts';
import { type Instant, millisOf } from '#domain/kernel/instant.ts';
import { NO_OVERWRITE, type Overwrite, type Overwrites } from '#domain/permission/overwrite.ts';
import {
  ALL_PERMISSIONS,
  has,
  intersection,
  minus,
  NO_PERMISSIONS,
  type PermissionSet,
  permissionSet,
  union,
} from '#domain/permission/permission-set.ts';
import { everyoneRoleId, type Roles } from '#domain/permission/role.ts';

export type Grants = { readonly guildId: GuildId; readonly ownerId: UserId; readonly roles: Roles };
/** A member of the guild; whether somebody is one is decided elsewhere. */
export type Standing = {
  readonly userId: UserId;
  readonly roleIds: ReadonlySet<RoleId>;
  readonly timedOutUntil: Instant | null;
};
/** `overwrites` of one channel, or undefined for the guild at large. */
export type Question = {
  readonly guild: Grants;
  readonly member: Standing;
  readonly overwrites: Overwrites | undefined;
  readonly at: Instant;
};

const READING = permissionSet(['view_channel', 'read_message_history']);
const ADMINISTRATOR = permissionSet(['administrator']);

const apply = (set: PermissionSet, { allow, deny }: Overwrite): PermissionSet => union(minus(set, deny), allow);

const merged = (overwrites: Iterable<Overwrite>): Overwrite => {
  let all = NO_OVERWRITE;
  for (const one of overwrites) all = { allow: union(all.allow, one.allow), deny: union(all.deny, one.deny) };
  return all;
};

const overwritten = (set: PermissionSet, { guild, member }: Question, { roles, members }: Overwrites) => {
  const everyone = everyoneRoleId(guild.guildId);
  const forRoles = [...roles].filter(([roleId]) => roleId !== everyone && member.roleIds.has(roleId));
  const afterEveryone = apply(set, roles.get(everyone) ?? NO_OVERWRITE);
  const afterRoles = apply(afterEveryone, merged(forRoles.map(([, overwrite]) => overwrite)));
  const afterMember = apply(afterRoles, members.get(member.userId) ?? NO_OVERWRITE);
  return minus(afterMember, ADMINISTRATOR);
};

const ofRoles = ({ guild, member }: Question): PermissionSet => {
  let set = guild.roles.get(everyoneRoleId(guild.guildId))?.permissions ?? NO_PERMISSIONS;
  for (const roleId of member.roleIds) set = union(set, guild.roles.get(roleId)?.permissions ?? NO_PERMISSIONS);
  return set;
};

/**
 * What a member may do; the only place that answers it.
 *
 * 1. The owner may do everything, always.
 * 2. Otherwise a member starts with the everyone-role's permissions and those of all their roles together.
 * 3. Who has `administrator` by that may do everything, always.
 * 4. In a channel its overwrites apply in this order: the one for everyone; those for the member's roles, all
 *    denies first and then all allows; the one for the member. Within one, what it denies goes, then what it
 *    allows comes. None of them gives `administrator`.
 * 5. Somebody in time-out keeps of this only `view_channel` and `read_message_history`.
 * 6. Who lacks `view_channel` in a channel may do nothing there.
 */
export const resolve = (question: Question): PermissionSet => {
  const { guild, member, overwrites, at } = question;
  if (member.userId === guild.ownerId) return ALL_PERMISSIONS;

  const base = ofRoles(question);
  if (has(base, 'administrator')) return ALL_PERMISSIONS;

  const here = overwrites === undefined ? base : overwritten(base, question, overwrites);

  const timedOut = member.timedOutUntil !== null && millisOf(at) < millisOf(member.timedOutUntil);
  const left = timedOut ? intersection(here, READING) : here;

  return overwrites !== undefined && !has(left, 'view_channel') ? NO_PERMISSIONS : left;
};
