/**
 * The nodes of a real cluster under the crash test. Each node is a process with a pid file, and something outside starts
 * it again when it dies. A leader is known by the gossip of the nodes over HTTP, where a later leader has a higher epoch.
 */
import { readFile } from 'node:fs/promises';
import { request as askPlain } from 'node:http';
import { request as askSecured } from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';
import { addressOf } from '#infra/log/eventstoredb/address.ts';

export type NodeProcess = { readonly name: string; readonly pidFile: string; readonly http: URL };

/** A leader as a node reports it. */
export type SeenLeader = { readonly node: NodeProcess; readonly epoch: number };

export type NodeProcesses = {
  readonly url: string;
  readonly all: ReadonlyArray<NodeProcess>;
  /** Resolves with the leader when every node runs, answers and agrees on it. */
  readonly whole: () => Promise<SeenLeader>;
  /** Resolves when one of these nodes reports a leader of a later epoch. */
  readonly laterLeader: (epoch: number, asked: ReadonlyArray<NodeProcess>) => Promise<void>;
  readonly signal: (node: NodeProcess, signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT') => Promise<void>;
  /** Wakes every node that was frozen. */
  readonly wakeAll: () => Promise<void>;
};

const ANSWER_WITHIN_MS = 1_000;
const ASK_EVERY_MS = 20;
/** Milliseconds in which the cluster must be whole. A node that replays a long log starts slowly. */
const WHOLE_WITHIN_MS = 180_000;
const LEADER_WITHIN_MS = 120_000;

type Member = { readonly at: string; readonly leads: boolean; readonly alive: boolean; readonly epoch: number };

const textAt = (value: unknown, name: string): string => {
  const found = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return typeof found === 'string' || typeof found === 'number' ? String(found) : '';
};

const membersIn = (text: string): ReadonlyArray<Member> => {
  const answer: { readonly members?: ReadonlyArray<object> } = JSON.parse(text);
  return (answer.members ?? []).map((member) => ({
    at: `${textAt(member, 'httpEndPointIp')}:${textAt(member, 'httpEndPointPort')}`,
    leads: textAt(member, 'state') === 'Leader',
    alive: Reflect.get(member, 'isAlive') === true,
    epoch: Number(textAt(member, 'epochNumber')),
  }));
};

/** Reads the file of nodes: `[{"name": "node-1", "pid_file": "/run/node-1.pid", "http": "https://127.0.0.1:2113"}]`. */
export const nodesIn = (text: string): ReadonlyArray<NodeProcess> => {
  const entries: unknown = JSON.parse(text);
  if (!Array.isArray(entries) || entries.length === 0) throw new Error('the file of nodes must hold a list of nodes');
  return entries.map((entry) => {
    const [name, pidFile, http] = ['name', 'pid_file', 'http'].map((key) => textAt(entry, key));
    if (!name || !pidFile || !http) throw new Error('each node needs a name, a pid_file and an http address');
    return { name, pidFile, http: new URL(http) };
  });
};

const pidOf = async ({ name, pidFile }: NodeProcess): Promise<number> => {
  const pid = Number.parseInt(await readFile(pidFile, 'utf8'), 10);
  if (!Number.isSafeInteger(pid) || pid <= 1) throw new Error(`the pid file of ${name} holds no process id`);
  return pid;
};

const runs = async (node: NodeProcess): Promise<boolean> => {
  try {
    return process.kill(await pidOf(node), 0);
  } catch {
    return false;
  }
};

const within = async (ms: number, what: string, holds: () => Promise<boolean>): Promise<void> => {
  for (const deadline = performance.now() + ms; !(await holds()); await pause(ASK_EVERY_MS))
    if (performance.now() > deadline) throw new Error(`${what}: not within ${ms} ms`);
};

/** Takes the nodes of the log's cluster. The URL of the log names the certificate and the user for their gossip too. */
export const nodeProcesses = async (url: string, all: ReadonlyArray<NodeProcess>): Promise<NodeProcesses> => {
  const { connectionString, credentials } = addressOf(url);
  const [, certificateFile] = /[?&]tlsCAFile=([^&]*)/i.exec(connectionString) ?? [];
  const ca = certificateFile === undefined ? undefined : await readFile(decodeURIComponent(certificateFile));
  const frozen = new Set<NodeProcess>();

  const gossipOf = ({ http }: NodeProcess): Promise<ReadonlyArray<Member>> =>
    new Promise((resolve) => {
      const nothing = (): void => resolve([]);
      const options = {
        auth: `${credentials.username}:${credentials.password}`,
        headers: { accept: 'application/json' },
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
        agent: false as const,
        ...(ca === undefined ? {} : { ca }),
      };
      const asked = (http.protocol === 'https:' ? askSecured : askPlain)(new URL('/gossip?format=json', http), options);
      asked.on('error', nothing).on('response', (answer) => {
        answer
          .setEncoding('utf8')
          .toArray()
          .then((parts) => resolve(membersIn(parts.join(''))), nothing);
      });
      asked.end();
    });

  const leaderIn = (members: ReadonlyArray<Member>): SeenLeader | undefined => {
    const [last] = members.filter(({ leads, alive }) => leads && alive).toSorted((a, b) => b.epoch - a.epoch);
    const node = all.find(({ http }) => `${http.hostname}:${http.port}` === last?.at);
    return last === undefined || node === undefined ? undefined : { node, epoch: last.epoch };
  };

  const signal: NodeProcesses['signal'] = async (node, name) => {
    process.kill(await pidOf(node), name);
    if (name === 'SIGSTOP') frozen.add(node);
    else frozen.delete(node);
  };

  return {
    url,
    all,
    whole: async () => {
      let agreed: SeenLeader | undefined;
      await within(WHOLE_WITHIN_MS, 'the cluster is whole', async () => {
        if (!(await Promise.all(all.map(runs))).every(Boolean)) return false;
        const views = await Promise.all(all.map(gossipOf));
        const leaders = views.map(leaderIn);
        [agreed] = leaders;
        return views.every(
          (view, at) =>
            view.filter(({ alive }) => alive).length >= all.length &&
            leaders[at] !== undefined &&
            leaders[at]?.epoch === agreed?.epoch,
        );
      });
      if (agreed === undefined) throw new Error('the cluster has no leader');
      return agreed;
    },
    laterLeader: (epoch, asked) =>
      within(LEADER_WITHIN_MS, 'the cluster has a new leader', async () => {
        const views = await Promise.all(asked.map(gossipOf));
        return (leaderIn(views.flat())?.epoch ?? epoch) > epoch;
      }),
    signal,
    wakeAll: async () => {
      for (const node of frozen) await signal(node, 'SIGCONT').catch(() => undefined);
    },
  };
};
