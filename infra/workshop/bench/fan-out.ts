/**
 * Measures what one delivery costs the server. The gateway tells 1,000 subscribers an event, with audience, encoding,
 * limits and back-pressure. A bare `ws` server loops over its sockets and sends one shared buffer. Both send the same
 * bytes.
 * The measure is the CPU time of the server's process, user and system, once with single messages and once with bursts
 * of eight in one turn of the event loop. The subscribers are processes of their own.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { encodeClientFrame, encodeServerFrame } from '#gateway/protocol/envelope.ts';
import { GATEWAY_LIMITS } from '#gateway/ws/limits.ts';
import {
  channelId,
  channelMade,
  guildId,
  guildMade,
  registered,
  sent,
  sessionId,
  userId,
} from '#infra/workshop/scenarios/staged-events.ts';
import { world } from '#infra/workshop/scenarios/staged-world.ts';
import { median } from './load/quantile.ts';
import { report } from './report.ts';

const SUBSCRIBERS = 1_000;
const CONNECTING_AT_ONCE = 50;
const CONTENT = 'x'.repeat(120);
const CHANNEL = { channel_id: channelId(1) };
const BURSTS = [1, 8] as const;
const WARM_UP_EVENTS = 24;
const EVENTS = 80;
/** Rounds in the order ours, bare, bare, ours, so that a drift of the machine affects both. */
const ROUNDS = 4;

type Kind = 'ours' | 'bare';
type ToChild =
  | { readonly kind: 'connect'; readonly url: string; readonly of: Kind; readonly token: string }
  | { readonly kind: 'expect'; readonly frames: number }
  | { readonly kind: 'tell'; readonly events: number }
  | { readonly kind: 'cpu' };
type FromChild =
  | { readonly kind: 'listening'; readonly url: string; readonly token: string }
  | { readonly kind: 'connected' }
  | { readonly kind: 'received' }
  | { readonly kind: 'cpu'; readonly micros: number };

const say = (message: FromChild): void => {
  process.send?.(message);
};
const cpu = (): void => {
  const { user, system } = process.cpuUsage();
  say({ kind: 'cpu', micros: user + system });
};
const hear = (handle: (message: ToChild) => void): void => {
  process.on('message', (message) => handle(message as ToChild));
};

/** Serves the whole gateway over read models in memory, so that telling is measured and not querying. */
const serveOurs = async (): Promise<void> => {
  const here = await world({
    connectionsPerUser: SUBSCRIBERS,
    connectionsPerAddress: SUBSCRIBERS,
    unidentified: SUBSCRIBERS,
    deadlines: { ...GATEWAY_LIMITS.deadlines, identifyWithinMs: 600_000, deadAfterMs: 6_000_000 },
  });
  here.append([registered(1), guildMade(1, 1), channelMade(1)]);
  let n = 0;
  hear((message) => {
    if (message.kind === 'cpu') cpu();
    if (message.kind !== 'tell') return;
    here.append(
      Array.from({ length: message.events }, () => {
        n += 1;
        return sent(n, { content: CONTENT });
      }),
    );
  });
  say({ kind: 'listening', url: here.url, token: here.accessToken(userId(1), sessionId(1), 6_000_000) });
};

const serveBare = (): void => {
  const server = createServer();
  const sockets = new WebSocketServer({ server, perMessageDeflate: false });
  let n = 0;
  const payload = (): Buffer => {
    n += 1;
    const message = {
      message_id: `0D${String(n).padStart(24, '0')}`,
      guild_id: guildId(1),
      ...CHANNEL,
      author_id: userId(1),
      author: { user_id: userId(1), username: 'person1', imported: false },
      kind: 'message',
      content: CONTENT,
      created_at: '2026-01-05T12:00:00.001Z',
      edited_at: null,
      reply_to: null,
      reactions: [],
      revision: 0,
    };
    return Buffer.from(encodeServerFrame({ t: 'message_create', d: { message: message as never } }));
  };
  hear((message) => {
    if (message.kind === 'cpu') cpu();
    if (message.kind !== 'tell') return;
    for (let event = 0; event < message.events; event += 1) {
      const shared = payload();
      for (const socket of sockets.clients) socket.send(shared, { binary: false });
    }
  });
  server.listen(0, '127.0.0.1', () => {
    say({ kind: 'listening', url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`, token: '' });
  });
};

/** Counts whole frames, so that a server that loses or withholds a frame never finishes. */
const sink = (): void => {
  let received = 0;
  let expected = 0;
  /** Frames may arrive before the message that announces them. */
  const settle = (): void => {
    if (received === expected) say({ kind: 'received' });
  };
  const count = (): void => {
    received += 1;
    settle();
  };
  const connect = (url: string, of: Kind, token: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const ws = new WebSocket(url, { perMessageDeflate: false });
      ws.on('error', reject);
      ws.on('close', (code) => reject(new Error(`a subscriber was closed: ${code}`)));
      if (of === 'bare') {
        ws.once('open', resolve);
        ws.on('message', count);
        return;
      }
      ws.on('message', (bytes: Buffer) => {
        const text = bytes.toString();
        if (text.startsWith('{"v":1,"t":"message_create"')) count();
        else if (text.includes('"t":"hello"'))
          ws.send(encodeClientFrame({ t: 'identify', d: { access_token: token } }));
        else if (text.includes('"t":"ready"')) ws.send(encodeClientFrame({ t: 'subscribe', d: CHANNEL }));
        else if (text.includes('"t":"subscribed"')) resolve();
      });
    });
  hear((message) => {
    if (message.kind === 'expect') {
      expected += message.frames;
      settle();
    }
    if (message.kind !== 'connect') return;
    const { url, of, token } = message;
    const many = async (): Promise<void> => {
      for (let i = 0; i < SUBSCRIBERS; i += CONNECTING_AT_ONCE) {
        await Promise.all(Array.from({ length: CONNECTING_AT_ONCE }, () => connect(url, of, token)));
      }
      say({ kind: 'connected' });
    };
    many().catch((error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    });
  });
};

type Side = { readonly server: ChildProcess; readonly sink: ChildProcess };

const next = <K extends FromChild['kind']>(child: ChildProcess, kind: K): Promise<Extract<FromChild, { kind: K }>> =>
  new Promise((resolve, reject) => {
    const exit = (code: number | null): void => reject(new Error(`a process of the bench ended: ${code}`));
    const told = (message: unknown): void => {
      if ((message as FromChild).kind !== kind) return;
      child.off('message', told);
      child.off('exit', exit);
      resolve(message as Extract<FromChild, { kind: K }>);
    };
    child.on('message', told);
    child.once('exit', exit);
  });
const tell = (child: ChildProcess, message: ToChild): void => {
  child.send(message);
};

const open = async (of: Kind): Promise<Side> => {
  const server = fork(import.meta.filename, [of]);
  const { url, token } = await next(server, 'listening');
  const subscribers = fork(import.meta.filename, ['sink']);
  const connected = next(subscribers, 'connected');
  tell(subscribers, { kind: 'connect', url, of, token });
  await connected;
  return { server, sink: subscribers };
};

/** Sends one burst after the other. The next one starts when all subscribers have received the one before. */
const run = async ({ server, sink: subscribers }: Side, events: number, burst: number): Promise<void> => {
  for (let done = 0; done < events; done += burst) {
    const received = next(subscribers, 'received');
    tell(subscribers, { kind: 'expect', frames: burst * SUBSCRIBERS });
    tell(server, { kind: 'tell', events: burst });
    await received;
  }
};

const cpuOf = async ({ server }: Side): Promise<number> => {
  const answer = next(server, 'cpu');
  tell(server, { kind: 'cpu' });
  return (await answer).micros;
};

/** Microseconds of the server's CPU for one delivery. */
const measure = async (side: Side, burst: number): Promise<number> => {
  const before = await cpuOf(side);
  await run(side, EVENTS, burst);
  return ((await cpuOf(side)) - before) / (EVENTS * SUBSCRIBERS);
};

const compare = async (ours: Side, bare: Side, burst: number) => {
  for (const side of [ours, bare]) await run(side, WARM_UP_EVENTS, burst);
  const pairs: Array<{ readonly ours: number; readonly bare: number }> = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const oursFirst = round % 2 === 0;
    const first = await measure(oursFirst ? ours : bare, burst);
    const second = await measure(oursFirst ? bare : ours, burst);
    pairs.push(oursFirst ? { ours: first, bare: second } : { ours: second, bare: first });
  }
  const ratios = pairs.map((pair) => pair.ours / pair.bare);
  process.stdout.write(`bursts of ${burst}: ours/bare ${ratios.map((ratio) => ratio.toFixed(2)).join(' ')}\n`);
  return {
    ratio: median(ratios),
    ours: median(pairs.map((pair) => pair.ours)),
    bare: median(pairs.map((pair) => pair.bare)),
  };
};

const main = async (): Promise<void> => {
  const [ours, bare] = [await open('ours'), await open('bare')];
  const [single, burst] = [await compare(ours, bare, BURSTS[0]), await compare(ours, bare, BURSTS[1])];
  for (const { server, sink: subscribers } of [ours, bare]) {
    subscribers.kill();
    server.kill();
  }
  report('fan-out', [
    { name: 'server CPU per delivery, one message at a time', value: single.ours, unit: 'us' },
    { name: 'the same of a bare ws loop', value: single.bare, unit: 'us' },
    { name: 'ours against bare', value: single.ratio, unit: 'x', bar: { at: 'most', value: 1.1 } },
    { name: 'server CPU per delivery, bursts of 8', value: burst.ours, unit: 'us' },
    { name: 'the same of a bare ws loop, bursts of 8', value: burst.bare, unit: 'us' },
    { name: 'bare against ours, bursts of 8', value: 1 / burst.ratio, unit: 'x', bar: { at: 'least', value: 4 } },
  ]);
};

const role = process.argv[2];
if (role === 'ours') await serveOurs();
else if (role === 'bare') serveBare();
else if (role === 'sink') sink();
else await main();
