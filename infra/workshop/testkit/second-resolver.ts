/**
 * A second resolver of permissions, which answers for one permission at a time, and cases to ask both resolvers about.
 * It is written from the seven sentences over `resolve`. It shares no set and no loop with it.
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

/** Answers of one overwrite about one permission. */
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
  /** True when the question is about a thread in the channel. */
  readonly isThread?: boolean;
};

type Holds = (name: Permission) => boolean;

/** Sentence 2 and the roles of sentence 3: the everyone-role and all roles of the member together. */
const givenByRoles = ({ gives, wears }: PermissionCase): Holds => {
  const worn = [EVERYONE, ...wears].flatMap((roleId) => gives.get(roleId) ?? []);
  return (name) => {
    for (const holds of worn) if (holds(name)) return true;
    return false;
  };
};

/** Sentence 4, for one permission. It goes backwards: the last overwrite that says something about it decides. */
const afterOverwrites = ({ who, gives, wears, channel }: PermissionCase, before: Holds): Holds => {
  if (channel === null) return before;
  const forMember = channel.get(who);
  const forRoles = wears.flatMap((roleId) => (gives.has(roleId) ? (channel.get(roleId) ?? []) : []));
  const forEveryone = channel.get(EVERYONE);
  return (name) => {
    const mayAllow = name !== 'administrator';
    if (mayAllow && forMember?.allows(name) === true) return true;
    if (forMember?.denies(name) === true) return false;
    if (mayAllow) for (const forRole of forRoles) if (forRole.allows(name)) return true;
    for (const forRole of forRoles) if (forRole.denies(name)) return false;
    if (mayAllow && forEveryone?.allows(name) === true) return true;
    return forEveryone?.denies(name) === true ? false : before(name);
  };
};

/** Answers by the seven sentences whether a user may do one thing after another. Instants sort as texts. */
export const secondAnswer = (asked: PermissionCase): Holds => {
  const { who, timedOutUntil, channel } = asked;
  const given = givenByRoles(asked);
  if (who === OWNER || given('administrator')) return () => true;
  const may = afterOverwrites(asked, given);
  if (channel !== null && !may('view_channel')) return () => false;
  const isTimedOut = timedOutUntil !== null && NOW < timedOutUntil;
  return (asks) => {
    const name = asked.isThread === true && asks === 'send_messages' ? 'send_messages_in_threads' : asks;
    if (isTimedOut && name !== 'view_channel' && name !== 'read_message_history') return false;
    return may(name);
  };
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
  const held = Object.fromEntries(PERMISSIONS.map((name) => [name, names.includes(name)]));
  return { set: permissionSet(names), holds: (name) => held[name] === true };
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
  const may = secondAnswer(asked);
  return names.find((name) => has(permissions, name) !== may(name));
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

/** Permissions that a sentence names, and three others in turn. All of the others have the same rules. */
const ASKED: ReadonlyArray<ReadonlyArray<Permission>> = PERMISSIONS.map((name, place) => [
  'view_channel',
  'read_message_history',
  'administrator',
  'send_messages',
  name,
  PERMISSIONS[(place + 7) % PERMISSIONS.length] ?? name,
  PERMISSIONS[(place + 19) % PERMISSIONS.length] ?? name,
]);

type Drawn = { readonly chance: (n: number) => number; readonly pool: ReadonlyArray<Pooled> };

/** A guild and a channel with random sets. A role that is not in use is a deleted one, which members and overwrites keep. */
const someGuild = ({ chance, pool }: Drawn) => {
  const drawn = (): Pooled => pool[chance(SETS)] as Pooled;
  const roles = new Map<RoleId, Role>();
  const gives = new Map<RoleId, Holds>();
  for (const [rank, roleId] of [EVERYONE, ...WORN].entries()) {
    if (roleId !== EVERYONE && chance(8) === 0) continue;
    const { set, holds } = drawn();
    roles.set(roleId, { roleId, rank, permissions: set });
    gives.set(roleId, holds);
  }
  const overwrites = new Map<string, Overwrite>();
  const channel = new Map<string, Says>();
  for (const target of [EVERYONE, ...WORN, ...USERS]) {
    if (chance(2) === 0) continue;
    const [allow, deny] = [drawn(), drawn()];
    overwrites.set(target, { allow: allow.set, deny: deny.set });
    channel.set(target, { allows: allow.holds, denies: deny.holds });
  }
  return { roles, gives, channel, rights: channelRightsOf(overwrites) };
};

/** Cases that are asked of one guild, each about another member of it. */
const MEMBERS_OF_A_GUILD = 10;

/** Asks both resolvers about `cases` random cases. Answers the first disagreement, or undefined. */
export const askedAtRandom = (cases: number, seed: number): Disagreement | undefined => {
  const chance = chanceOf(seed);
  const pool = poolOf(chance);
  let guild = someGuild({ chance, pool });
  for (let number = 1; number <= cases; number += 1) {
    if (number % MEMBERS_OF_A_GUILD === 0) guild = someGuild({ chance, pool });
    const inChannel = chance(8) !== 0;
    const isThread = inChannel && chance(4) === 0;
    const asked: PermissionCase = {
      who: chance(16) === 0 ? OWNER : chance(2) === 0 ? MEMBER : OTHER,
      gives: guild.gives,
      wears: WORN.filter(() => chance(2) === 0),
      timedOutUntil: [null, null, null, NOW, LATER][chance(5)] ?? null,
      channel: inChannel ? guild.channel : null,
      isThread,
    };
    const rights: ChannelRights = isThread ? { ...guild.rights, isThread: true } : guild.rights;
    const question = questionFor(asked, guild.roles, inChannel ? rights : null);
    const name = differing(question, asked, ASKED[number % ASKED.length]);
    if (name !== undefined) return { number, name, asked };
  }
  return undefined;
};
