import type { RoleId } from '#domain/kernel/ids.ts';
import { millisOf } from '#domain/kernel/instant.ts';
import type { Permission } from '#domain/permission/bits.ts';
import type { Overwrite } from '#domain/permission/overwrite.ts';
import {
  ALL_PERMISSIONS,
  has,
  hasAny,
  isEmpty,
  minus,
  NO_PERMISSIONS,
  type PermissionSet,
  permissionSet,
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
  'thread',
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
const VIEW_CHANNEL = permissionSet(['view_channel']);
const WRITING = permissionSet(['send_messages']);
const WRITING_IN_THREADS = permissionSet(['send_messages_in_threads']);

/** Set of permissions that changes in place, because most questions are asked for no reasons and must cost little. */
class Sum implements PermissionSet {
  low = 0;
  high = 0;

  change(takes: PermissionSet, gives: PermissionSet): void {
    this.low = (this.low & ~takes.low) | gives.low;
    this.high = (this.high & ~takes.high) | gives.high;
  }

  add({ low, high }: PermissionSet): void {
    this.low |= low;
    this.high |= high;
  }
}

/** Steps on the way, when they are asked for. One loop over the roles finds all of `roles`, `denies` and `allows`. */
type Trace = {
  readonly steps: Array<PermissionStep>;
  readonly denies: Array<PermissionStep>;
  readonly allows: Array<PermissionStep>;
};

/** No overwrite gives `administrator`. */
const withoutAdministrator = (set: PermissionSet): PermissionSet =>
  hasAny(set, ADMINISTRATOR) ? minus(set, ADMINISTRATOR) : set;

const applyOverwrite = (
  sum: Sum,
  { allow, deny }: Overwrite,
  kind: PermissionStepKind,
  trace: Trace | undefined,
): void => {
  const gives = withoutAdministrator(allow);
  sum.change(deny, gives);
  trace?.steps.push({ kind, roleId: null, takes: deny, gives });
};

const take = (sum: Sum, takes: PermissionSet, kind: PermissionStepKind, trace: Trace | undefined): void => {
  sum.change(takes, NO_PERMISSIONS);
  trace?.steps.push({ kind, roleId: null, takes, gives: NO_PERMISSIONS });
};

/** Makes a step only when a trace asks for it, because a step that nobody reads costs more than the question. */
const walked = (question: Question, trace: Trace | undefined): PermissionSet => {
  const { guild, userId, member, channel, at } = question;
  if (userId === guild.ownerId) {
    trace?.steps.push({ kind: 'owner', roleId: null, takes: NO_PERMISSIONS, gives: ALL_PERMISSIONS });
    return ALL_PERMISSIONS;
  }
  const everyone = everyoneRoleId(guild.guildId);
  const overwrites = channel?.overwrites;
  const sum = new Sum();

  const baseline = guild.roles.get(everyone)?.permissions ?? NO_PERMISSIONS;
  sum.add(baseline);
  trace?.steps.push({ kind: 'everyone-role', roleId: null, takes: NO_PERMISSIONS, gives: baseline });
  const denied = new Sum();
  const allowed = new Sum();
  for (const roleId of member.roleIds) {
    // A deleted role stays on its members and in overwrites, and gives and takes nothing.
    const role = guild.roles.get(roleId);
    if (role === undefined || roleId === everyone) continue;
    sum.add(role.permissions);
    trace?.steps.push({ kind: 'role', roleId, takes: NO_PERMISSIONS, gives: role.permissions });
    const overwrite = overwrites?.roles.get(roleId);
    if (overwrite === undefined) continue;
    const { deny } = overwrite;
    const allow = withoutAdministrator(overwrite.allow);
    denied.add(deny);
    allowed.add(allow);
    if (trace === undefined) continue;
    const nothing = { roleId, takes: NO_PERMISSIONS, gives: NO_PERMISSIONS };
    if (!isEmpty(deny)) trace.denies.push({ ...nothing, kind: 'role-overwrite-denies', takes: deny });
    if (!isEmpty(overwrite.allow)) trace.allows.push({ ...nothing, kind: 'role-overwrite-allows', gives: allow });
  }
  if (hasAny(sum, ADMINISTRATOR)) {
    trace?.steps.push({ kind: 'administrator', roleId: null, takes: NO_PERMISSIONS, gives: ALL_PERMISSIONS });
    return ALL_PERMISSIONS;
  }

  if (overwrites !== undefined) {
    const forEveryone = overwrites.roles.get(everyone);
    if (forEveryone !== undefined) applyOverwrite(sum, forEveryone, 'everyone-overwrite', trace);
    trace?.steps.push(...trace.denies, ...trace.allows);
    sum.change(denied, allowed);
    const forMember = userId === null ? undefined : overwrites.members.get(userId);
    if (forMember !== undefined) applyOverwrite(sum, forMember, 'member-overwrite', trace);
  }
  const isTimedOut = member.timedOutUntil !== null && millisOf(at) < millisOf(member.timedOutUntil);
  if (isTimedOut) take(sum, ALL_BUT_READING, 'time-out', trace);
  if (channel !== null && !hasAny(sum, VIEW_CHANNEL)) take(sum, ALL_PERMISSIONS, 'channel-not-viewed', trace);
  if (channel?.isThread === true) {
    const gives = hasAny(sum, WRITING_IN_THREADS) ? WRITING : NO_PERMISSIONS;
    sum.change(WRITING, gives);
    trace?.steps.push({ kind: 'thread', roleId: null, takes: WRITING, gives });
  }
  return { low: sum.low, high: sum.high };
};

/** A class, because an object with a getter of its own is slow to make. */
class Resolved implements Resolution {
  readonly permissions: PermissionSet;
  readonly #question: Question;

  constructor(question: Question) {
    this.permissions = walked(question, undefined);
    this.#question = question;
  }

  get because(): ReadonlyArray<PermissionStep> {
    const trace: Trace = { steps: [], denies: [], allows: [] };
    walked(this.#question, trace);
    return trace.steps;
  }
}

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
 * 7. A thread has the overwrites of its parent. In it a member has `send_messages` exactly when they have
 *    `send_messages_in_threads`.
 *
 * Only roles that the guild has count, in their permissions and in overwrites. So roles give a baseline, and overwrites
 * add to it and take from it. An allow for one role beats a deny for another.
 */
export const resolve = (question: Question): Resolution => new Resolved(question);

/** The steps that gave or took one permission, in their order. The last of them decided. */
export const stepsAbout = (
  because: ReadonlyArray<PermissionStep>,
  permission: Permission,
): ReadonlyArray<PermissionStep> =>
  because.filter(({ takes, gives }) => has(takes, permission) || has(gives, permission));
