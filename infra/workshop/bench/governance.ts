/**
 * Measures what rights cost. A question about a permission is compared with a bare look-up in a Map in the same run. Then
 * 2,000 sockets of one guild with 200 channels and 40 roles lose a channel, while 50 messages a second are told.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { DomainEvent } from '#domain/event-catalog.ts';
import { inGuild } from '#domain/kernel/home.ts';
import type { RoleId } from '#domain/kernel/ids.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import { EVERYONE_DEFAULT } from '#domain/permission/defaults.ts';
import { permissionSet } from '#domain/permission/permission-set.ts';
import { overwritesOf, type Question, rolesOf } from '#domain/permission/question.ts';
import { resolve } from '#domain/permission/resolve.ts';
import { everyoneRoleId } from '#domain/permission/role.ts';
import { encodeClientFrame } from '#gateway/protocol/envelope.ts';
import { GATEWAY_LIMITS } from '#gateway/ws/limits.ts';
import {
  channelId,
  channelMade,
  guildId,
  guildMade,
  joined,
  listed,
  registered,
  sent,
  sessionId,
  userId,
} from '#infra/workshop/scenarios/staged-events.ts';
import { type World, world } from '#infra/workshop/scenarios/staged-world.ts';
import { gateOf, type Rights } from '#queries/gate.ts';
import { quantile } from './load/quantile.ts';
import { report } from './report.ts';

const SOCKETS = Number(process.argv[2] ?? 2_000);
const CHANNELS = 200;
const ROLES = 40;
const MESSAGES_PER_SEC = 50;
const LOSSES = 10;
const CONNECTING_AT_ONCE = 50;
const ASKED = 2_000_000;
const GUILD = guildId(1);
const EVERYONE = everyoneRoleId(GUILD);
const roleId = (n: number): RoleId => `0F${String(n).padStart(24, '0')}` as RoleId;

type ToChild = { readonly kind: 'connect'; readonly url: string; readonly tokens: ReadonlyArray<string> };
type FromChild =
  | { readonly kind: 'connected' }
  /** A socket heard that it lost a channel, at a time of the shared clock in milliseconds. */
  | { readonly kind: 'lost'; readonly channel: string; readonly at: number }
  /** A socket heard a message of a channel after it had lost it. */
  | { readonly kind: 'leaked' };
const now = (): number => performance.timeOrigin + performance.now();

/** Connects clients and follows two channels with each. */
const clients = (): void => {
  const say = (message: FromChild): void => {
    process.send?.(message);
  };
  const connect = (url: string, token: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const ws = new WebSocket(url, { perMessageDeflate: false });
      const lost = new Set<string>();
      let subscribed = 0;
      ws.on('error', reject);
      ws.on('close', (code) => process.stderr.write(`a client was closed: ${code}\n`));
      ws.on('message', (bytes: Buffer) => {
        const text = bytes.toString();
        if (text.includes('"t":"hello"')) ws.send(encodeClientFrame({ t: 'identify', d: { access_token: token } }));
        else if (text.includes('"t":"ready"'))
          for (const n of [1, 2]) ws.send(encodeClientFrame({ t: 'subscribe', d: { channel_id: channelId(n) } }));
        else if (text.includes('"t":"subscribed"')) {
          subscribed += 1;
          if (subscribed === 2) resolve();
        } else if (text.startsWith('{"v":1,"t":"channel_delete"')) {
          const channel = /"channel_id":"(\w+)"/.exec(text)?.[1] ?? '';
          lost.add(channel);
          say({ kind: 'lost', channel, at: now() });
        } else if (text.startsWith('{"v":1,"t":"channel_create"')) {
          lost.delete(/"channel_id":"(\w+)"/.exec(text)?.[1] ?? '');
        } else if (text.startsWith('{"v":1,"t":"message_create"')) {
          if (lost.has(/"channel_id":"(\w+)"/.exec(text)?.[1] ?? '')) say({ kind: 'leaked' });
        }
      });
    });
  process.on('message', async ({ url, tokens }: ToChild) => {
    for (let at = 0; at < tokens.length; at += CONNECTING_AT_ONCE)
      await Promise.all(tokens.slice(at, at + CONNECTING_AT_ONCE).map((token) => connect(url, token)));
    say({ kind: 'connected' });
  });
};

const nanosOf = (times: number, ask: (n: number) => unknown): number => {
  let kept: unknown;
  for (let n = 0; n < times / 10; n += 1) kept = ask(n);
  const began = performance.now();
  for (let n = 0; n < times; n += 1) kept = ask(n);
  const took = performance.now() - began;
  if (kept === undefined) throw new Error('nothing was asked');
  return (took * 1e6) / times;
};

/** Asks about a member with three roles in channels with overwrites. */
const questions = () => {
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
  return {
    bare: nanosOf(ASKED, (n) => bare.get(channel(n))),
    cached: nanosOf(ASKED, (n) => gate.inChannel(channel(n))),
    computed: nanosOf(ASKED, () => resolve(question).permissions),
  };
};

const made = (): ReadonlyArray<DomainEvent> => [
  registered(1),
  guildMade(1, 1),
  ...Array.from({ length: CHANNELS }, (_, n) => [channelMade(n + 1), listed(n + 1)]).flat(),
  ...Array.from(
    { length: ROLES },
    (_, n): DomainEvent => ({
      type: 'guild.role-created',
      data: {
        guildId: GUILD,
        roleId: roleId(n),
        ...{ name: `role ${n}`, color: null, hoist: false, mentionable: false, permissions: [] },
      },
    }),
  ),
  ...Array.from({ length: SOCKETS }, (_, n): ReadonlyArray<DomainEvent> => {
    const member = { guildId: GUILD, userId: userId(n + 2), roleId: roleId(n % ROLES) };
    return [joined(n + 2), { type: 'guild.member-role-given', data: member }];
  }).flat(),
];

const lossOfSight = async (here: World, child: ChildProcess) => {
  const late: number[] = [];
  const leaks: number[] = [];
  let changedAt = 0;
  let lost = 0;
  child.on('message', (message: FromChild) => {
    if (message.kind === 'leaked') leaks.push(now());
    if (message.kind !== 'lost') return;
    lost += 1;
    late.push(message.at - changedAt);
  });
  let n = 0;
  const talking = setInterval(() => {
    n += 1;
    here.append([sent(n, { channel: channelId(1 + (n % 2)) })]);
  }, 1_000 / MESSAGES_PER_SEC);
  const loop = monitorEventLoopDelay({ resolution: 5 });
  loop.enable();
  for (let round = 1; round <= LOSSES; round += 1) {
    changedAt = now();
    here.append([
      {
        type: 'channel.overwrite-set',
        data: {
          channelId: channelId(1),
          home: inGuild(GUILD),
          target: { kind: 'role', roleId: EVERYONE },
          allow: [],
          deny: ['view_channel'],
        },
      },
    ]);
    while (lost < round * SOCKETS) await pause(5);
    here.append([
      {
        type: 'channel.overwrite-removed',
        data: { channelId: channelId(1), home: inGuild(GUILD), target: { kind: 'role', roleId: EVERYONE } },
      },
    ]);
    await pause(1_000);
  }
  loop.disable();
  clearInterval(talking);
  return { late, leaks: leaks.length, loopMs: loop.percentile(99) / 1e6 };
};

const run = async (): Promise<void> => {
  const asked = questions();
  const here = await world({
    connectionsPerUser: 10,
    connectionsPerAddress: SOCKETS,
    unidentified: SOCKETS,
    ingress: { frames: 100_000, withinMs: 1_000 },
    deadlines: { ...GATEWAY_LIMITS.deadlines, identifyWithinMs: 600_000, deadAfterMs: 6_000_000 },
  });
  here.append(made());
  const child = fork(import.meta.filename, ['clients']);
  const tokens = Array.from({ length: SOCKETS }, (_, n) =>
    here.accessToken(userId(n + 2), sessionId(n + 2), 6_000_000),
  );
  const connected = new Promise<void>((resolve) => {
    child.on('message', (message: FromChild) => {
      if (message.kind === 'connected') resolve();
    });
  });
  child.send({ kind: 'connect', url: here.url, tokens } satisfies ToChild);
  await connected;
  const { late, leaks, loopMs } = await lossOfSight(here, child);
  child.kill();
  await here.close();
  const sockets = `${SOCKETS} sockets lose a channel of ${CHANNELS}`;
  report('governance', [
    { name: 'a look-up in a Map', value: asked.bare, unit: 'ns' },
    { name: 'a permission, cached', value: asked.cached, unit: 'ns', bar: { at: 'most', value: 10 } },
    { name: 'a permission, cached, of a look-up', value: asked.cached / asked.bare, unit: 'x' },
    { name: 'a permission, computed', value: asked.computed, unit: 'ns', bar: { at: 'most', value: 150 } },
    { name: 'a permission, computed, of a look-up', value: asked.computed / asked.bare, unit: 'x' },
    {
      name: `${sockets}: messages of it afterwards`,
      value: leaks,
      unit: 'messages',
      bar: { at: 'most', value: 0 },
    },
    {
      name: `${sockets}: from the event to channel_delete, p99`,
      value: quantile(late, 0.99),
      unit: 'ms',
      bar: { at: 'most', value: 250 },
    },
    { name: `${sockets}: event loop, p99`, value: loopMs, unit: 'ms', bar: { at: 'most', value: 50 } },
  ]);
};

if (process.argv[2] === 'clients') clients();
else await run();
