/**
 * Measures what unread numbers cost a gateway: 2,000 members are connected, of whom 100 look at a channel with a steady
 * flow of messages. The measure is the CPU time of the server's process, with and without unread numbers. The read
 * models are in memory, and nothing is posted or projected, so the ratio of a whole server is smaller.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { encodeClientFrame } from '#gateway/protocol/envelope.ts';
import { GATEWAY_LIMITS } from '#gateway/ws/limits.ts';
import {
  channelId,
  channelMade,
  guildMade,
  joined,
  registered,
  sent,
  sessionId,
  userId,
} from '#infra/workshop/scenarios/staged-events.ts';
import { world } from '#infra/workshop/scenarios/staged-world.ts';
import { report } from './report.ts';

const MEMBERS = Number(process.argv[3] ?? 2_000);
const LOOKING = MEMBERS / 20;
const PER_SECOND = 20;
const SECONDS = 10;
const AT_ONCE = 50;
/** A gateway looks once at its start, and then never again. */
const NEVER_MS = 2_000_000_000;

type Ready = { readonly url: string; readonly tokens: ReadonlyArray<string> };

const serve = async (everyMs: number): Promise<void> => {
  const here = await world({
    connectionsPerAddress: 2 * MEMBERS,
    unidentified: 2 * MEMBERS,
    deadlines: { ...GATEWAY_LIMITS.deadlines, identifyWithinMs: 600_000, deadAfterMs: 6_000_000 },
    unreadToldEveryMs: everyMs,
  });
  const guild = guildMade(1, 1);
  const everyone = ['view_channel', 'send_messages', 'read_message_history'];
  const members = Array.from({ length: MEMBERS }, (_, n) => n + 2);
  here.append([
    registered(1),
    { ...guild, data: { ...guild.data, everyone } } as typeof guild,
    channelMade(1),
    ...members.flatMap((n) => [registered(n), joined(n)]),
  ]);
  let n = 0;
  process.on('message', async (what) => {
    if (what === 'talk') {
      for (let second = 0; second < SECONDS * PER_SECOND; second += 1) {
        n += 1;
        here.append([sent(n, { content: 'x'.repeat(120), sentAt: here.now() })]);
        await pause(1_000 / PER_SECOND);
      }
    }
    const { user, system } = process.cpuUsage();
    process.send?.(user + system);
  });
  const tokens = members.map((one) => here.accessToken(userId(one), sessionId(one), 6_000_000));
  process.send?.({ url: here.url, tokens } satisfies Ready);
};

const connect = (url: string, token: string, looks: boolean): Promise<WebSocket> =>
  new Promise((resolve, reject) => {
    const ws = new WebSocket(url, { perMessageDeflate: false });
    ws.on('error', reject);
    ws.on('message', (bytes: Buffer) => {
      const text = bytes.subarray(0, 64).toString();
      if (text.includes('"t":"hello"')) ws.send(encodeClientFrame({ t: 'identify', d: { access_token: token } }));
      else if (text.includes('"t":"ready"')) {
        if (looks) ws.send(encodeClientFrame({ t: 'subscribe', d: { channel_id: channelId(1) } }));
        else resolve(ws);
      } else if (text.includes('"t":"subscribed"')) resolve(ws);
    });
  });

const answered = async (server: ChildProcess, what: string): Promise<number> => {
  const answer = once(server, 'message');
  server.send(what);
  return Number((await answer)[0]);
};

/** Milliseconds of CPU for each second of the flow. */
const costOf = async (everyMs: number): Promise<number> => {
  const server = fork(import.meta.filename, ['serve', String(MEMBERS), String(everyMs)]);
  const held: WebSocket[] = [];
  try {
    const [{ url, tokens }] = (await once(server, 'message')) as [Ready];
    for (let from = 0; from < tokens.length; from += AT_ONCE) {
      const some = tokens.slice(from, from + AT_ONCE);
      held.push(...(await Promise.all(some.map((token, n) => connect(url, token, from + n < LOOKING)))));
    }
    const before = await answered(server, 'cpu');
    const after = await answered(server, 'talk');
    return (after - before) / 1_000 / SECONDS;
  } finally {
    for (const ws of held) ws.terminate();
    server.kill();
  }
};

if (process.argv[2] === 'serve') await serve(Number(process.argv[4]));
else {
  const [without, with_] = [await costOf(NEVER_MS), await costOf(GATEWAY_LIMITS.unreadToldEveryMs)];
  const of = `${MEMBERS} members of whom ${LOOKING} look, ${PER_SECOND} messages a second`;
  report('unread-fan-out', [
    { name: `${of}: CPU of the gateway in a second, without unread`, value: without, unit: 'ms' },
    { name: `${of}: the same with unread`, value: with_, unit: 'ms' },
    { name: 'with unread against without', value: with_ / without, unit: 'x', bar: { at: 'most', value: 2 } },
  ]);
}
