/**
 * A second resolver of permissions, which answers for one permission at a time, and cases to ask both resolvers about.
 * It is written from the six sentences over `resolve`. It shares no set and no loop with it.
 */
import type { RoleId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { PERMISSIONS, type Permission } from '#domain/permission/bits.ts';
import type { Overwrite } from '#domain/permission/overwrite.ts';
import { has, permissionSet } from '#domain/permission/permission-set.ts';
import type { ChannelRights, GuildRights, Question } from '#domain/permission/question.ts';
import { resolve } from '#domain/permission/resolve.ts';
import type { Role } from '#domain/permission/role.ts';
import {
  BLUE,
  EVERYONE,
  GUILD,
  LATER,
  MEMBER,
  NOW,
  OTHER,
  OWNER,
  RED,
} from '#infra/workshop/testkit/permission-cases.ts';

export const GREEN = RED.replace(/.$/, '9') as RoleId;
export const USERS = [OWNER, MEMBER, OTHER] as const;
export const WORN = [RED, BLUE, GREEN] as const;

/** What one overwrite says of one permission. */
export type Says = { readonly allows: (name: Permission) => boolean; readonly denies: (name: Permission) => boolean };

/** A case, as the second resolver reads it: functions of a permission instead of sets. */
export type PermissionCase = {
  readonly who: UserId;
  /** Roles in use, and what each gives. The everyone-role is one of them. */
  readonly gives: ReadonlyMap<RoleId, (name: Permission) => boolean>;
  readonly wears: ReadonlyArray<RoleId>;
  readonly timedOutUntil: Instant | null;
  /** Overwrites of the channel, by the id of a role or a member. Null asks about the guild. */
  readonly channel: ReadonlyMap<string, Says> | null;
};

/** Sentence 2 and the roles of sentence 3: the everyone-role and all roles of the member together. */
const givenByRoles = ({ gives, wears }: PermissionCase, name: Permission): boolean => {
  if (gives.get(EVERYONE)?.(name) === true) return true;
  for (const roleId of wears) if (gives.get(roleId)?.(name) === true) return true;
  return false;
};

/** Sentence 4, for one permission. The last overwrite that says something about it decides. */
const afterOverwrites = ({ who, wears, channel }: PermissionCase, name: Permission, before: boolean): boolean => {
  if (channel === null) return before;
  const mayAllow = name !== 'administrator';
  const forMember = channel.get(who);
  if (mayAllow && forMember?.allows(name) === true) return true;
  if (forMember?.denies(name) === true) return false;
  let isDenied = false;
  for (const roleId of wears) {
    const forRole = channel.get(roleId);
    if (mayAllow && forRole?.allows(name) === true) return true;
    isDenied ||= forRole?.denies(name) === true;
  }
  if (isDenied) return false;
  const forEveryone = channel.get(EVERYONE);
  if (mayAllow && forEveryone?.allows(name) === true) return true;
  return forEveryone?.denies(name) === true ? false : before;
};

const mayBefore = (asked: PermissionCase, name: Permission): boolean =>
  afterOverwrites(asked, name, givenByRoles(asked, name));

/** Answers whether the six sentences let a user do one thing. Instants sort as texts. */
export const maySecond = (asked: PermissionCase, name: Permission): boolean => {
  const { who, timedOutUntil, channel } = asked;
  if (who === OWNER || givenByRoles(asked, 'administrator')) return true;
  const isTimedOut = timedOutUntil !== null && NOW < timedOutUntil;
  if (isTimedOut && name !== 'view_channel' && name !== 'read_message_history') return false;
  if (channel !== null && !mayBefore(asked, 'view_channel')) return false;
  return mayBefore(asked, name);
};

/** Random sets, as both resolvers read them. A case takes its sets from here, because making one costs more. */
type Pooled = { readonly set: ReturnType<typeof permissionSet>; readonly holds: (name: Permission) => boolean };

/** A generator of random numbers below `n` (mulberry32), so that a seed names its cases for ever. */
const chanceOf = (seed: number) => {
  let state = seed | 0;
  return (n: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % n;
  };
};

const pooledOf = (names: ReadonlyArray<Permission>): Pooled => {
  const held = new Set(names);
  return { set: permissionSet(names), holds: (name) => held.has(name) };
};

const SETS = 4_096;
/** Sets of every density. `administrator` is in one of sixteen, or it would decide nearly every case. */
const poolOf = (chance: (n: number) => number): ReadonlyArray<Pooled> =>
  Array.from({ length: SETS }, (_, n) => {
    const density = n % 9;
    return pooledOf(PERMISSIONS.filter((name) => (name === 'administrator' ? chance(16) === 0 : chance(8) < density)));
  });

/** A disagreement of the two resolvers, as a person reads it. */
export type Disagreement = { readonly number: number; readonly name: Permission; readonly asked: PermissionCase };

/** Asks both resolvers about one case, and answers the first permission on which they differ. */
export const differing = (
  question: Question,
  asked: PermissionCase,
  names: ReadonlyArray<Permission> = PERMISSIONS,
): Permission | undefined => {
  const { permissions } = resolve(question);
  return names.find((name) => has(permissions, name) !== maySecond(asked, name));
};

/** Overwrites as the resolver reads them. `overwrites` has the ids of roles and of members. */
export const channelRightsOf = (overwrites: ReadonlyMap<string, Overwrite>): ChannelRights => {
  const roles = new Map<RoleId, Overwrite>();
  const members = new Map<UserId, Overwrite>();
  for (const [id, overwrite] of overwrites)
    if (USERS.some((user) => user === id)) members.set(id as UserId, overwrite);
    else roles.set(id as RoleId, overwrite);
  return { overwrites: { roles, members } };
};

/** Builds the question that the resolver is asked, from sets of the same case. */
export const questionFor = (
  { who, wears, timedOutUntil }: PermissionCase,
  roles: GuildRights['roles'],
  channel: ChannelRights | null,
): Question => ({
  guild: { guildId: GUILD, ownerId: OWNER, roles },
  userId: who,
  member: { roleIds: new Set(wears), timedOutUntil },
  channel,
  at: NOW,
});

/** Asks both resolvers about `cases` random cases. Answers the first disagreement, or undefined. */
export const askedAtRandom = (cases: number, seed: number): Disagreement | undefined => {
  const chance = chanceOf(seed);
  const pool = poolOf(chance);
  const drawn = (): Pooled => pool[chance(SETS)] as Pooled;
  const targets = [EVERYONE, ...WORN, ...USERS];
  for (let number = 1; number <= cases; number += 1) {
    const roles = new Map<RoleId, Role>();
    const gives = new Map<RoleId, Pooled['holds']>();
    // A role that is not in use is a deleted one, which its members go on wearing.
    for (const [rank, roleId] of [EVERYONE, ...WORN].entries()) {
      if (roleId !== EVERYONE && chance(8) === 0) continue;
      const { set, holds } = drawn();
      roles.set(roleId, { roleId, rank, permissions: set });
      gives.set(roleId, holds);
    }
    const overwrites = new Map<string, Overwrite>();
    const channel = new Map<string, Says>();
    for (const target of targets) {
      if (chance(2) === 0) continue;
      const [allow, deny] = [drawn(), drawn()];
      overwrites.set(target, { allow: allow.set, deny: deny.set });
      channel.set(target, { allows: allow.holds, denies: deny.holds });
    }
    const asked: PermissionCase = {
      who: chance(16) === 0 ? OWNER : chance(2) === 0 ? MEMBER : OTHER,
      gives,
      wears: WORN.filter(() => chance(2) === 0),
      timedOutUntil: [null, null, null, NOW, LATER][chance(5)] ?? null,
      channel: chance(8) === 0 ? null : channel,
    };
    const name = differing(
      questionFor(asked, roles, asked.channel === null ? null : channelRightsOf(overwrites)),
      asked,
    );
    if (name !== undefined) return { number, name, asked };
  }
  return undefined;
};
