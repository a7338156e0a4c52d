/**
 * A process of clients that follow channels and lose one. Each client notes when it hears of the loss. The process tells
 * all times at once, because a message between processes for each client would slow down the clients.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { WebSocket } from 'ws';
import { encodeClientFrame } from '#gateway/protocol/envelope.ts';

const CONNECTING_AT_ONCE = 50;
const HEARTBEAT_EVERY_MS = 20_000;

/** One client: its access token, and the address that it seems to come from. */
export type LosingClient = { readonly token: string; readonly from: string };
type ToClients = {
  readonly url: string;
  readonly clients: ReadonlyArray<LosingClient>;
  readonly channels: ReadonlyArray<string>;
};
/** Times of the shared clock, in milliseconds, at which the clients heard `channel_delete`. */
type Lost = { readonly kind: 'lost'; readonly at: ReadonlyArray<number> };
type FromClients =
  | { readonly kind: 'connected' }
  | Lost
  /** A client heard a message of a channel after it had lost it. */
  | { readonly kind: 'leaked' }
  /** A connection ended, so not all clients can hear of the next loss. */
  | { readonly kind: 'closed'; readonly code: number };

/** The clock that both processes share. */
export const sharedNow = (): number => performance.timeOrigin + performance.now();

const say = (message: FromClients): void => {
  process.send?.(message);
};

const channelIn = (text: string): string => /"channel_id":"(\w+)"/.exec(text)?.[1] ?? '';

const runClients = (): void => {
  let clients = 0;
  let at: number[] = [];
  const lose = (): void => {
    at.push(sharedNow());
    if (at.length < clients) return;
    say({ kind: 'lost', at });
    at = [];
  };
  const connect = (url: string, { token, from }: LosingClient, channels: ReadonlyArray<string>): Promise<void> =>
    new Promise((resolve, reject) => {
      const ws = new WebSocket(url, { perMessageDeflate: false, headers: { 'x-forwarded-for': from } });
      const lost = new Set<string>();
      let subscribed = 0;
      const beat = setInterval(() => ws.send(encodeClientFrame({ t: 'heartbeat', d: {} })), HEARTBEAT_EVERY_MS);
      ws.on('error', reject);
      ws.on('close', (code) => {
        clearInterval(beat);
        say({ kind: 'closed', code });
      });
      ws.on('message', (bytes: Buffer) => {
        const text = bytes.toString();
        if (text.startsWith('{"v":1,"t":"message_create"')) {
          if (lost.has(channelIn(text))) say({ kind: 'leaked' });
        } else if (text.startsWith('{"v":1,"t":"channel_delete"')) {
          lost.add(channelIn(text));
          lose();
        } else if (text.startsWith('{"v":1,"t":"channel_create"')) lost.delete(channelIn(text));
        else if (text.includes('"t":"hello"'))
          ws.send(encodeClientFrame({ t: 'identify', d: { access_token: token } }));
        else if (text.includes('"t":"ready"'))
          for (const id of channels) ws.send(encodeClientFrame({ t: 'subscribe', d: { channel_id: id as never } }));
        else if (text.includes('"t":"subscribed"')) {
          subscribed += 1;
          if (subscribed === channels.length) resolve();
        }
      });
    });
  process.on('message', async ({ url, clients: all, channels }: ToClients) => {
    clients = all.length;
    for (let from = 0; from < all.length; from += CONNECTING_AT_ONCE)
      await Promise.all(all.slice(from, from + CONNECTING_AT_ONCE).map((one) => connect(url, one, channels)));
    say({ kind: 'connected' });
  });
};

export type LosingClients = {
  /** Resolves with the times at which all clients heard of the next loss. */
  readonly lose: () => Promise<ReadonlyArray<number>>;
  /** Messages that a client heard of a channel after its loss. */
  readonly leaks: () => number;
  readonly stop: () => void;
};

/** Starts the process, and resolves once all clients follow all channels. */
export const losingClients = async (to: ToClients): Promise<LosingClients> => {
  const child: ChildProcess = fork(import.meta.filename, ['clients']);
  let leaks = 0;
  let waiting = Promise.withResolvers<ReadonlyArray<number>>();
  const connected = Promise.withResolvers<void>();
  const fail = (why: string): void => {
    connected.reject(new Error(why));
    waiting.reject(new Error(why));
  };
  child.once('exit', (code) => fail(`the clients ended: ${code}`));
  child.on('message', (message: FromClients) => {
    if (message.kind === 'connected') connected.resolve();
    else if (message.kind === 'leaked') leaks += 1;
    else if (message.kind === 'closed') fail(`a client was closed: ${message.code}`);
    else waiting.resolve(message.at);
  });
  child.send(to);
  await connected.promise;
  return {
    lose: () => {
      waiting = Promise.withResolvers();
      return waiting.promise;
    },
    leaks: () => leaks,
    stop: () => {
      child.removeAllListeners();
      child.kill();
    },
  };
};

if (process.argv[2] === 'clients') runClients();
