/** Measures the memory of an idle connection on a server, from thousands of them against none. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { encodeClientFrame } from '#gateway/protocol/envelope.ts';
import { pssKb } from './pss.ts';
import { CHANNEL, type Listening, type SocketServerKind } from './socket-server.ts';

const CONNECTIONS = 2_000;
const AT_ONCE = 50;
/** Connections before the measurement, which load and compile the code. */
const WARM_UP = 200;
const SETTLES_MS = 1_500;

const connect = (url: string, token: string | undefined): Promise<WebSocket> =>
  new Promise((resolve, reject) => {
    const ws = new WebSocket(url, { perMessageDeflate: false });
    ws.on('error', reject);
    ws.on('close', (code) => reject(new Error(`a connection was closed: ${code}`)));
    if (token === undefined) {
      ws.once('open', () => resolve(ws));
      return;
    }
    ws.on('message', (bytes: Buffer) => {
      const text = bytes.toString();
      if (text.includes('"t":"hello"')) ws.send(encodeClientFrame({ t: 'identify', d: { access_token: token } }));
      else if (text.includes('"t":"ready"')) ws.send(encodeClientFrame({ t: 'subscribe', d: CHANNEL }));
      else if (text.includes('"t":"subscribed"')) resolve(ws);
    });
  });

const connectMany = async ({ url, tokens }: Listening, count: number): Promise<ReadonlyArray<WebSocket>> => {
  const held: WebSocket[] = [];
  for (let at = 0; at < count; at += AT_ONCE) {
    held.push(
      ...(await Promise.all(
        Array.from({ length: Math.min(AT_ONCE, count - at) }, (_, n) => connect(url, tokens[(at + n) % tokens.length])),
      )),
    );
  }
  return held;
};

const settled = async (server: ChildProcess): Promise<number> => {
  for (let turn = 0; turn < 2; turn += 1) {
    const collected = once(server, 'message');
    server.send('collect');
    await collected;
    await pause(SETTLES_MS);
  }
  return pssKb([server.pid ?? 0]);
};

/**
 * Returns the kilobytes of PSS for each connection. On the gateway a connection is authenticated and subscribed to a
 * channel.
 */
export const kilobytesPerConnection = async (kind: SocketServerKind): Promise<number> => {
  const server = fork(join(import.meta.dirname, 'socket-server.ts'), [kind], { execArgv: ['--expose-gc'] });
  try {
    const [listening] = (await once(server, 'message')) as [Listening];
    for (const ws of await connectMany(listening, WARM_UP)) ws.terminate();
    const before = await settled(server);
    const held = await connectMany(listening, CONNECTIONS);
    const after = await settled(server);
    for (const ws of held) ws.terminate();
    return (after - before) / CONNECTIONS;
  } finally {
    server.kill();
  }
};
