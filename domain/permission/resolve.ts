import type { RoleId } from '#domain/kernel/ids.ts';
import { millisOf } from '#domain/kernel/instant.ts';
import type { Permission } from '#domain/permission/bits.ts';
import { NO_OVERWRITE, type Overwrites } from '#domain/permission/overwrite.ts';
import {
  ALL_PERMISSIONS,
  has,
  isEmpty,
  minus,
  NO_PERMISSIONS,
  type PermissionSet,
  permissionSet,
  union,
} from '#domain/permission/permission-set.ts';
import type { Question } from '#domain/permission/question.ts';
import { everyoneRoleId } from '#domain/permission/role.ts';

export const PERMISSION_STEP_KINDS = [
  'owner',
  'everyone-role',
  'role',
  'administrator',
  'everyone-overwrite',
  'role-overwrite-denies',
  'role-overwrite-allows',
  'member-overwrite',
  'time-out',
  'channel-not-viewed',
] as const;
export type PermissionStepKind = (typeof PERMISSION_STEP_KINDS)[number];

/**
 * A step of the resolver removes `takes` and then adds `gives`. All steps in their order lead from the empty set to the
 * permissions. `roleId` names the role of the kinds `role` and `role-overwrite-…`. It is null for other kinds.
 */
export type PermissionStep = {
  readonly kind: PermissionStepKind;
  readonly roleId: RoleId | null;
  readonly takes: PermissionSet;
  readonly gives: PermissionSet;
};

/**
 * A resolution holds the permissions and the steps to them. `because` is computed when read, since few callers read it.
 */
export type Resolution = { readonly permissions: PermissionSet; readonly because: ReadonlyArray<PermissionStep> };

const READING = permissionSet(['view_channel', 'read_message_history']);
const ALL_BUT_READING = minus(ALL_PERMISSIONS, READING);
const ADMINISTRATOR = permissionSet(['administrator']);

type Trace = Array<PermissionStep> | undefined;

const step = (
  set: PermissionSet,
  trace: Trace,
  kind: PermissionStepKind,
  roleId: RoleId | null,
  takes: PermissionSet,
  gives: PermissionSet,
): PermissionSet => {
  trace?.push({ kind, roleId, takes, gives });
  return union(minus(set, takes), gives);
};

const fromRoles = ({ guild, member }: Question, trace: Trace): PermissionSet => {
  const everyone = everyoneRoleId(guild.guildId);
  const given = guild.roles.get(everyone)?.permissions ?? NO_PERMISSIONS;
  let set = step(NO_PERMISSIONS, trace, 'everyone-role', null, NO_PERMISSIONS, given);
  for (const roleId of member.roleIds) {
    const role = guild.roles.get(roleId);
    if (role === undefined || roleId === everyone) continue;
    set = step(set, trace, 'role', roleId, NO_PERMISSIONS, role.permissions);
  }
  return set;
};

const overwritten = (
  before: PermissionSet,
  { guild, member, userId }: Question,
  { roles, members }: Overwrites,
  trace: Trace,
): PermissionSet => {
  const everyone = everyoneRoleId(guild.guildId);
  const forEveryone = roles.get(everyone);
  const forMember = members.get(userId);
  // A deleted role stays on its members and in overwrites, and gives and takes nothing.
  const counts = (roleId: RoleId): boolean => roleId !== everyone && guild.roles.has(roleId);
  let set = before;
  if (forEveryone !== undefined) {
    const gives = minus(forEveryone.allow, ADMINISTRATOR);
    set = step(set, trace, 'everyone-overwrite', null, forEveryone.deny, gives);
  }
  for (const roleId of member.roleIds) {
    const { deny } = (counts(roleId) ? roles.get(roleId) : undefined) ?? NO_OVERWRITE;
    if (!isEmpty(deny)) set = step(set, trace, 'role-overwrite-denies', roleId, deny, NO_PERMISSIONS);
  }
  for (const roleId of member.roleIds) {
    const { allow } = (counts(roleId) ? roles.get(roleId) : undefined) ?? NO_OVERWRITE;
    const gives = minus(allow, ADMINISTRATOR);
    if (!isEmpty(allow)) set = step(set, trace, 'role-overwrite-allows', roleId, NO_PERMISSIONS, gives);
  }
  if (forMember !== undefined) {
    const gives = minus(forMember.allow, ADMINISTRATOR);
    set = step(set, trace, 'member-overwrite', null, forMember.deny, gives);
  }
  return set;
};

const walk = (question: Question, trace: Trace): PermissionSet => {
  const { guild, userId, member, channel, at } = question;
  if (userId === guild.ownerId) return step(NO_PERMISSIONS, trace, 'owner', null, NO_PERMISSIONS, ALL_PERMISSIONS);

  let set = fromRoles(question, trace);
  if (has(set, 'administrator')) return step(set, trace, 'administrator', null, NO_PERMISSIONS, ALL_PERMISSIONS);

  if (channel !== null) set = overwritten(set, question, channel.overwrites, trace);

  const timedOut = member.timedOutUntil !== null && millisOf(at) < millisOf(member.timedOutUntil);
  if (timedOut) set = step(set, trace, 'time-out', null, ALL_BUT_READING, NO_PERMISSIONS);

  if (channel === null || has(set, 'view_channel')) return set;
  return step(set, trace, 'channel-not-viewed', null, ALL_PERMISSIONS, NO_PERMISSIONS);
};

/**
 * The resolver answers what a member may do and why. It is the only place that answers this.
 *
 * 1. The owner may do everything, always.
 * 2. Any other member starts with the permissions of the everyone-role and of all their roles together.
 * 3. A member who has `administrator` by now may do everything, always.
 * 4. In a channel its overwrites apply in this order: the one for everyone; those for the member's roles, all
 *    denies first and then all allows; the one for the member. One overwrite first denies and then allows. No
 *    overwrite gives `administrator`.
 * 5. A member in time-out keeps only `view_channel` and `read_message_history` of these permissions.
 * 6. A member who lacks `view_channel` in a channel may do nothing there.
 *
 * Only roles that the guild has count, in their permissions and in overwrites. So roles give a baseline, and overwrites
 * add to it and take from it. An allow for one role beats a deny for another.
 */
export const resolve = (question: Question): Resolution => ({
  permissions: walk(question, undefined),
  get because() {
    const trace: Array<PermissionStep> = [];
    walk(question, trace);
    return trace;
  },
});

/** The steps that gave or took one permission, in their order. The last of them decided. */
export const stepsAbout = (
  because: ReadonlyArray<PermissionStep>,
  permission: Permission,
): ReadonlyArray<PermissionStep> =>
  because.filter(({ takes, gives }) => has(takes, permission) || has(gives, permission));
