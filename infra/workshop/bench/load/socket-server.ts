/**
 * Child process: a socket server whose memory is measured from outside. It is the whole gateway, or a bare `ws` server
 * that only keeps its sockets. It collects garbage on request.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { GATEWAY_LIMITS } from '#gateway/ws/limits.ts';
import {
  channelId,
  channelMade,
  guildMade,
  joined,
  registered,
  sessionId,
  userId,
} from '#infra/workshop/scenarios/staged-events.ts';
import { world } from '#infra/workshop/scenarios/staged-world.ts';

export type SocketServerKind = 'gateway' | 'bare';
export type Listening = {
  readonly kind: 'listening';
  readonly url: string;
  /** One access token for each user. Empty for the bare server, which asks for none. */
  readonly tokens: ReadonlyArray<string>;
};
export type Collected = { readonly kind: 'collected' };
export const PEOPLE = 250;
export const CHANNEL = { channel_id: channelId(1) };

const LASTING_MS = 6_000_000;
const MANY = 100_000;

const gateway = async (): Promise<Listening> => {
  const here = await world({
    connectionsPerUser: MANY,
    connectionsPerAddress: MANY,
    unidentified: MANY,
    deadlines: { ...GATEWAY_LIMITS.deadlines, identifyWithinMs: LASTING_MS, deadAfterMs: LASTING_MS },
  });
  const people = Array.from({ length: PEOPLE }, (_, n) => n + 1);
  here.append([...people.map((n) => registered(n)), guildMade(1, 1), channelMade(1)]);
  here.append(people.slice(1).map((n) => joined(n)));
  return {
    kind: 'listening',
    url: here.url,
    tokens: people.map((n) => here.accessToken(userId(n), sessionId(n), LASTING_MS)),
  };
};

const bare = (): Promise<Listening> =>
  new Promise((resolve) => {
    const server = createServer();
    new WebSocketServer({ server, perMessageDeflate: false });
    server.listen(0, '127.0.0.1', () => {
      resolve({ kind: 'listening', url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`, tokens: [] });
    });
  });

process.on('message', () => {
  // `gc` exists under `--expose-gc`. The second run frees objects that the first one released.
  for (let turn = 0; turn < 2; turn += 1) globalThis.gc?.();
  process.send?.({ kind: 'collected' } satisfies Collected);
});
process.send?.(process.argv[2] === 'gateway' ? await gateway() : await bare());
