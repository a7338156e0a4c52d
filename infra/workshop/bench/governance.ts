/**
 * Measures what rights cost. A question about a permission is compared with a bare look-up in a Map in the same run.
 * Then 2,000 sockets of one guild with 200 channels and 40 roles lose a channel, while 50 messages a second are told:
 * once by an event that a staged gateway hears, and once by the command of an owner over HTTP on a whole server.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type { DomainEvent } from '#domain/event-catalog.ts';
import { inGuild } from '#domain/kernel/home.ts';
import type { RoleId } from '#domain/kernel/ids.ts';
import { everyoneRoleId } from '#domain/permission/role.ts';
import { parseNetwork } from '#gateway/limits/client-address.ts';
import { Role } from '#gateway/protocol/resources.ts';
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
import { world } from '#infra/workshop/scenarios/staged-world.ts';
import {
  apiOf,
  claimOwner,
  join,
  makeChannel,
  makeGuild,
  newcomer,
  type Person,
  pathOf,
  say,
} from '#infra/workshop/testkit/api-client.ts';
import { startServer } from '#infra/workshop/testkit/server.ts';
import { readyOfGovernedGuilds } from './load/governed-ready.ts';
import { type LosingClients, losingClients, sharedNow } from './load/losing-clients.ts';
import { askPermissions } from './load/permission-questions.ts';
import { median, quantile } from './load/quantile.ts';
import { type Measure, report } from './report.ts';

const SOCKETS = Number(process.argv[2] ?? 2_000);
const SOCKETS_OF_A_USER = 10;
const CHANNELS = 200;
const ROLES = 40;
const MESSAGES_PER_SEC = 50;
/** Losses of sight. The first one runs cold code, so it has a line of its own and no bar. */
const LOSSES = 1 + 20;
const GUILD = guildId(1);
const EVERYONE = everyoneRoleId(GUILD);
const LASTING_MS = 6_000_000;
const roleId = (n: number): RoleId => `0F${String(n).padStart(24, '0')}` as RoleId;

type Loss = {
  /** Milliseconds until each client heard of each loss: one list for a loss. */
  readonly late: ReadonlyArray<ReadonlyArray<number>>;
  readonly leaks: number;
  readonly loopMs: number;
  /** CPU of the server's process from each act to the last client's loss. Other work of the machine is not in it. */
  readonly cpuMs: ReadonlyArray<number>;
};
type Acts = {
  readonly hide: () => Promise<void> | void;
  readonly show: () => Promise<void> | void;
  /** Says something in one of the two channels. */
  readonly talk: (n: number) => void;
};

/** Takes a channel from all clients and gives it back, several times, while others talk in it. */
const lossOfSight = async (clients: LosingClients, { hide, show, talk }: Acts): Promise<Loss> => {
  const late: Array<ReadonlyArray<number>> = [];
  const cpuMs: number[] = [];
  let n = 0;
  const talking = setInterval(() => {
    n += 1;
    talk(n);
  }, 1_000 / MESSAGES_PER_SEC);
  const loop = monitorEventLoopDelay({ resolution: 5 });
  loop.enable();
  for (let round = 1; round <= LOSSES; round += 1) {
    const lost = clients.lose();
    const began = sharedNow();
    const cpu = process.cpuUsage();
    await hide();
    late.push((await lost).map((at) => at - began));
    const { user, system } = process.cpuUsage(cpu);
    cpuMs.push((user + system) / 1_000);
    await show();
    await pause(1_000);
  }
  loop.disable();
  clearInterval(talking);
  clients.stop();
  return { late, leaks: clients.leaks(), loopMs: loop.percentile(99) / 1e6, cpuMs };
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

/** Each socket is another member of a gateway over read models in memory. */
const onAStagedGateway = async (): Promise<Loss> => {
  const here = await world({
    connectionsPerAddress: SOCKETS,
    unidentified: SOCKETS,
    ingress: { frames: 100_000, withinMs: 1_000 },
    deadlines: { ...GATEWAY_LIMITS.deadlines, identifyWithinMs: 600_000, deadAfterMs: LASTING_MS },
  });
  here.append(made());
  const clients = await losingClients({
    url: here.url,
    channels: [channelId(1), channelId(2)],
    clients: Array.from({ length: SOCKETS }, (_, n) => ({
      token: here.accessToken(userId(n + 2), sessionId(n + 2), LASTING_MS),
      from: '127.0.0.1',
    })),
  });
  const overwrite = {
    ...{ channelId: channelId(1), home: inGuild(GUILD) },
    target: { kind: 'role', roleId: EVERYONE },
  } as const;
  const loss = await lossOfSight(clients, {
    hide: () => {
      here.append([{ type: 'channel.overwrite-set', data: { ...overwrite, allow: [], deny: ['view_channel'] } }]);
    },
    show: () => {
      here.append([{ type: 'channel.overwrite-removed', data: overwrite }]);
    },
    talk: (n) => {
      here.append([sent(n, { channel: channelId(1 + (n % 2)) })]);
    },
  });
  await here.close();
  return loss;
};

const granted = async (asked: ReturnType<Person['api']>) => {
  const answer = await asked;
  if (answer.status >= 300) throw new Error(`refused: ${JSON.stringify(answer.body)}`);
  return answer;
};

/** Users with ten sockets each, on a whole server with its database. They come from addresses of their own. */
const onAWholeServer = async (): Promise<Loss> => {
  const loopback = parseNetwork('127.0.0.0/8');
  const server = await startServer({ trustedProxies: loopback === undefined ? [] : [loopback] });
  const api = await apiOf(server.url);
  const owner = await claimOwner(server, api);
  const guild = await makeGuild(owner, 'governed');
  const at = `/guilds/${guild.guild_id}`;
  const channels = [];
  for (let n = 0; n < CHANNELS; n += 1) channels.push(await makeChannel(owner, guild, `channel ${n}`));
  const [lost, kept] = channels;
  if (lost === undefined || kept === undefined) throw new Error('no channel was made');
  const roles: Role[] = [];
  for (let n = 0; n < ROLES; n += 1) {
    const role = await granted(owner.api('POST', `${at}/roles`, { body: { name: `role ${n}` } }));
    roles.push(role.as(Role));
  }
  const members: Person[] = [];
  for (let n = 0; n < Math.ceil(SOCKETS / SOCKETS_OF_A_USER); n += 1) members.push(await newcomer(api, `member${n}`));
  await join(owner, guild, ...members);
  for (const [n, { userId: id }] of members.entries())
    await granted(owner.api('PUT', `${at}/members/${id}/roles/${roles[n % ROLES]?.role_id}`));
  const clients = await losingClients({
    url: `${server.url.replace(/^http/, 'ws')}/gateway/ws`,
    channels: [lost.channel_id, kept.channel_id],
    clients: members.flatMap(({ accessToken: token }, n) =>
      Array.from({ length: SOCKETS_OF_A_USER }, () => ({ token, from: `10.0.${n >> 8}.${n & 255}` })),
    ),
  });
  const overwrite = `${pathOf(lost)}/overwrites/role/${guild.guild_id}`;
  const loss = await lossOfSight(clients, {
    hide: async () => {
      await granted(owner.api('PUT', overwrite, { body: { allow: [], deny: ['view_channel'] } }));
    },
    show: async () => {
      await granted(owner.api('DELETE', overwrite));
    },
    talk: (n) => {
      say(owner, n % 2 === 0 ? lost : kept, `message ${n}`).catch(() => undefined);
    },
  });
  await server.stop();
  return loss;
};

const measuresOf = (says: string, { late, leaks, loopMs, cpuMs }: Loss): ReadonlyArray<Measure> => {
  const sockets = `${SOCKETS} sockets lose a channel of ${CHANNELS} ${says}`;
  const [first = [], ...others] = late;
  return [
    { name: `${sockets}: messages of it afterwards`, value: leaks, unit: 'messages', bar: { at: 'most', value: 0 } },
    {
      name: `${sockets}: until channel_delete, p99`,
      value: quantile(others.flat(), 0.99),
      unit: 'ms',
      bar: { at: 'most', value: 250 },
    },
    { name: `${sockets}: until channel_delete, the first loss, p99`, value: quantile(first, 0.99), unit: 'ms' },
    { name: `${sockets}: CPU of the server, median`, value: median(cpuMs), unit: 'ms' },
    { name: `${sockets}: event loop, p99`, value: loopMs, unit: 'ms', bar: { at: 'most', value: 50 } },
  ];
};

const asked = askPermissions();
const staged = await onAStagedGateway();
const whole = await onAWholeServer();
const ready = await readyOfGovernedGuilds();
report('governance', [
  { name: 'a look-up in a Map', value: asked.bare, unit: 'ns' },
  { name: 'a permission, cached', value: asked.cached, unit: 'ns' },
  {
    name: 'a permission, cached, of a look-up',
    value: asked.cached / asked.bare,
    unit: 'x',
    bar: { at: 'most', value: 1.5 },
  },
  { name: 'a permission, computed', value: asked.computed, unit: 'ns' },
  {
    name: 'a permission, computed, of a cached one',
    value: asked.computed / asked.cached,
    unit: 'x',
    bar: { at: 'most', value: 15 },
  },
  ...measuresOf('by an event', staged),
  ...measuresOf('by a command', whole),
  ...ready,
]);
