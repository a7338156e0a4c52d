/** The victims of the crash test, and how each is struck. */
import { setTimeout as pause } from 'node:timers/promises';
import type { NodeProcess, NodeProcesses, SeenLeader } from './node-processes.ts';
import type { ServerProcess } from './server-process.ts';

/** Result of one strike. */
export type Strike = {
  readonly beganAt: number;
  /** Milliseconds until the cluster had chosen a leader. Undefined where no choice was due. */
  readonly leaderMs?: number;
  /** Resolves when the disturbance is over, as when a frozen node wakes up. */
  readonly over?: Promise<void>;
};

export type Victim = { readonly name: string; readonly strike: () => Promise<Strike> };

/** Milliseconds for which a leader is frozen. A cluster elects another one and serves in a part of them. */
const FROZEN_MS = 40_000;
/** Milliseconds in which a leader writes what its frozen followers do not hear. */
const UNHEARD_MS = 1_000;

/** Victims of a server with its own Postgres, which it starts again itself. */
export const serverAndPostgres = (server: ServerProcess): ReadonlyArray<Victim> => [
  {
    name: 'server',
    strike: async () => {
      const beganAt = performance.now();
      await server.kill();
      await server.start();
      return { beganAt };
    },
  },
  {
    name: 'postgres',
    strike: async () => {
      const beganAt = performance.now();
      await server.killPostgres();
      return { beganAt };
    },
  },
];

/** Victims of a server whose log is on a cluster. Each strike begins with a whole cluster. */
export const withCluster = (
  server: ServerProcess,
  cluster: NodeProcesses,
  frozenMs: number = FROZEN_MS,
): ReadonlyArray<Victim> => {
  const others = (than: NodeProcess): ReadonlyArray<NodeProcess> => cluster.all.filter((node) => node !== than);
  const chosenAfter = async (strike: () => Promise<void>, epoch: number, asked: ReadonlyArray<NodeProcess>) => {
    const beganAt = performance.now();
    await strike();
    await cluster.laterLeader(epoch, asked);
    return { beganAt, leaderMs: performance.now() - beganAt };
  };
  const victim = (name: string, strike: (leader: SeenLeader) => Promise<Strike>): Victim => ({
    name,
    strike: async () => strike(await cluster.whole()),
  });
  const [killServer, killPostgres] = serverAndPostgres(server);
  return [
    victim('leader', ({ node, epoch }) => chosenAfter(() => cluster.signal(node, 'SIGKILL'), epoch, others(node))),
    victim('follower', async ({ node }) => {
      const [follower] = others(node);
      const beganAt = performance.now();
      if (follower !== undefined) await cluster.signal(follower, 'SIGKILL');
      return { beganAt };
    }),
    ...(killServer === undefined ? [] : [killServer]),
    ...(killPostgres === undefined ? [] : [killPostgres]),
    victim('all nodes', ({ epoch }) =>
      chosenAfter(
        async () => void (await Promise.all(cluster.all.map((node) => cluster.signal(node, 'SIGKILL')))),
        epoch,
        cluster.all,
      ),
    ),
    victim('frozen leader', async ({ node, epoch }) => {
      const chosen = await chosenAfter(() => cluster.signal(node, 'SIGSTOP'), epoch, others(node));
      const left = Math.max(0, frozenMs - (performance.now() - chosen.beganAt));
      const over = pause(left).then(() => cluster.signal(node, 'SIGCONT'));
      over.catch(() => undefined);
      return { ...chosen, over };
    }),
    victim('leader ahead of its followers', async ({ node, epoch }) => {
      const followers = others(node);
      for (const follower of followers) await cluster.signal(follower, 'SIGSTOP');
      await pause(UNHEARD_MS);
      const strike = async (): Promise<void> => {
        await cluster.signal(node, 'SIGKILL');
        for (const follower of followers) await cluster.signal(follower, 'SIGCONT');
      };
      return chosenAfter(strike, epoch, followers);
    }),
  ];
};
