/** Nanoseconds of one question about a permission, beside a bare look-up in a Map of the same channels. */
import type { RoleId } from '#domain/kernel/ids.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import { EVERYONE_DEFAULT } from '#domain/permission/defaults.ts';
import { permissionSet } from '#domain/permission/permission-set.ts';
import { overwritesOf, type Question, rolesOf } from '#domain/permission/question.ts';
import { resolve } from '#domain/permission/resolve.ts';
import { everyoneRoleId } from '#domain/permission/role.ts';
import { channelId, guildId, userId } from '#infra/workshop/scenarios/staged-events.ts';
import { gateOf, type Rights } from '#queries/gate.ts';

const CHANNELS = 200;
const ROLES = 40;
const ASKED_AT_ONCE = 20_000;
const SAMPLES = 200;
const GUILD = guildId(1);
const EVERYONE = everyoneRoleId(GUILD);
const roleId = (n: number): RoleId => `0F${String(n).padStart(24, '0')}` as RoleId;

type Ask = (n: number) => unknown;

const nanosOf = (ask: Ask): number => {
  let kept: unknown;
  const began = performance.now();
  for (let n = 0; n < ASKED_AT_ONCE; n += 1) kept = ask(n);
  const took = performance.now() - began;
  if (kept === undefined) throw new Error('nothing was asked');
  return (took * 1e6) / ASKED_AT_ONCE;
};

/**
 * Asks in short samples that take turns, and keeps the fastest of each kind. So other work of the machine neither counts
 * nor falls on one kind alone.
 */
const fastestOf = <K extends string>(asks: Readonly<Record<K, Ask>>): Readonly<Record<K, number>> => {
  const kinds = Object.keys(asks) as Array<K>;
  const best = Object.fromEntries(kinds.map((kind) => [kind, Number.POSITIVE_INFINITY])) as Record<K, number>;
  for (let sample = 0; sample < SAMPLES; sample += 1)
    for (const kind of kinds) best[kind] = Math.min(best[kind], nanosOf(asks[kind]));
  return best;
};

/** Asks about a member with three of 40 roles in channels with overwrites. The loop around the questions is left out. */
export const askPermissions = (): Readonly<Record<'bare' | 'cached' | 'computed', number>> => {
  const roles = rolesOf([
    { roleId: EVERYONE, rank: 0, permissions: EVERYONE_DEFAULT },
    ...Array.from({ length: ROLES }, (_, n) => ({
      roleId: roleId(n),
      rank: n + 1,
      permissions: ['manage_messages'] as const,
    })),
  ]);
  const guild = { guildId: GUILD, ownerId: userId(1), roles };
  const overwrites = overwritesOf([
    { target: { kind: 'role', roleId: EVERYONE }, allow: [], deny: ['view_channel'] },
    { target: { kind: 'role', roleId: roleId(3) }, allow: ['view_channel'], deny: ['send_messages'] },
  ]);
  const member = { roleIds: new Set([roleId(3), roleId(8), roleId(20)]), timedOutUntil: null };
  const at = instantOf(0);
  const question: Question = { guild, userId: userId(2), member, channel: { overwrites }, at };
  const channels = Array.from({ length: CHANNELS }, (_, n) => channelId(n));
  const rights: Rights = { guild, ofChannels: new Map(channels.map((id) => [id, { overwrites }])) };
  const gate = gateOf(rights, { userId: userId(2), member: { ...member, roleIds: [...member.roleIds] }, at });
  const bare = new Map(channels.map((id) => [id, permissionSet([])]));
  const channel = (n: number) => channels[n % CHANNELS] as (typeof channels)[number];
  const { loop, ...asked } = fastestOf({
    loop: channel,
    bare: (n) => bare.get(channel(n)),
    cached: (n) => gate.inChannel(channel(n)),
    computed: () => resolve(question).permissions,
  });
  return { bare: asked.bare - loop, cached: asked.cached - loop, computed: asked.computed - loop };
};
