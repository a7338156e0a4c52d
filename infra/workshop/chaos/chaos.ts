/** Strikes the server, Postgres and the nodes of a cluster in turn while clients post, and then counts every message. */
import { setTimeout as pause } from 'node:timers/promises';
import { ALL_DONE } from '#infra/workshop/testkit/all-done.ts';
import { gapsOf, type HistoryRow, type LogRow, lostOrDoubledInHistory, lostOrDoubledInLog } from './checks.ts';
import { settle, type Talk } from './community.ts';
import type { NodeProcesses } from './node-processes.ts';
import { type Acknowledged, insist, postUntil } from './poster.ts';
import { type ServerProcess, serverProcess } from './server-process.ts';
import { serverAndPostgres, withCluster } from './victims.ts';

export type ChaosPlan = {
  readonly home: string;
  readonly port: number;
  readonly kills: number;
  readonly posters: number;
  /** Milliseconds after which no further kill happens. */
  readonly withinMs: number;
  /** Cluster that keeps the log. Without it the log is in the server's own Postgres. */
  readonly cluster?: NodeProcesses;
  /** Milliseconds for which a leader is frozen. */
  readonly frozenMs?: number;
  readonly say: (line: string) => void;
};

export type ChaosOutcome = {
  /** Strikes of each victim. */
  readonly kills: Readonly<Record<string, number>>;
  readonly acknowledged: number;
  /** Messages that needed more than one try, because their first outcome was unknown. */
  readonly retried: number;
  /** Milliseconds from each kill until messages were acknowledged again. */
  readonly recoveries: ReadonlyArray<number>;
  /** Milliseconds that the cluster took to choose a leader, for each strike that made it choose. */
  readonly leaderChoices: ReadonlyArray<number>;
  readonly events: number;
  /** Faults found, in sentences. Empty when all is well. */
  readonly wrong: ReadonlyArray<string>;
};

/** A kill happens at a random moment within this time after the last recovery. */
const UNTIL_KILL_MS = 700;
/** Acknowledgements after a kill that count as a recovery. */
const RECOVERED = 10;
/** Milliseconds that a recovery may take. First the cluster finds a leader, and then the server finds the cluster. */
const RECOVERY_WITHIN_MS = 120_000;
const PAGE = 100;

const untilMore = async (acknowledged: ReadonlyArray<unknown>, server: ServerProcess): Promise<void> => {
  const enough = acknowledged.length + RECOVERED;
  for (const deadline = performance.now() + RECOVERY_WITHIN_MS; acknowledged.length < enough; await pause(5)) {
    if (performance.now() > deadline) throw new Error(`no recovery in time; the server said:\n${server.said()}`);
  }
};

const historyOf = async ({ session, messages }: Talk): Promise<ReadonlyArray<HistoryRow>> => {
  const rows: HistoryRow[] = [];
  for (let before: string | null = ''; before !== null; ) {
    const query = before === '' ? `?limit=${PAGE}` : `?limit=${PAGE}&before=${before}`;
    const page = (await insist(`${messages}${query}`, 'GET', { token: session.token() })) as {
      readonly messages: ReadonlyArray<HistoryRow>;
      readonly next_before: string | null;
    };
    rows.push(...page.messages);
    before = page.next_before;
  }
  return rows;
};

const logOf = async (server: ServerProcess): Promise<ReadonlyArray<LogRow>> => {
  const exported = await server.cli('log', 'export');
  if (exported.exitCode !== 0) throw new Error(`the log cannot be exported: ${exported.stderr}`);
  return exported.stdout
    .trimEnd()
    .split('\n')
    .map((line) => {
      const row = JSON.parse(line);
      return { ...row, position: Number(row.position) };
    });
};

const complaintsOf = async (
  server: ServerProcess,
  good: number,
  ...command: ReadonlyArray<string>
): Promise<ReadonlyArray<string>> => {
  const { exitCode, stdout, stderr } = await server.cli(...command);
  return exitCode === good ? [] : [`filament ${command.join(' ')} ended with ${exitCode}: ${stdout}${stderr}`];
};

export const runChaos = async (plan: ChaosPlan): Promise<ChaosOutcome> => {
  const { cluster } = plan;
  const server = serverProcess(
    plan.home,
    plan.port,
    cluster === undefined ? {} : { FILAMENT_EVENT_STORE_URL: cluster.url },
  );
  const victims = cluster === undefined ? serverAndPostgres(server) : withCluster(server, cluster, plan.frozenMs);
  const stopped = new AbortController();
  const acknowledged: Acknowledged[] = [];
  const recoveries: number[] = [];
  const leaderChoices: number[] = [];
  const kills = Object.fromEntries(victims.map(({ name }) => [name, 0]));
  const began = performance.now();
  await server.start();
  try {
    const talk = await settle(server);
    const posters = Array.from({ length: plan.posters }, (_, at) =>
      postUntil(talk.session, talk.messages, `poster ${at}`, stopped.signal, (done) => acknowledged.push(done)),
    );
    const refused = Promise.all(posters);
    refused.catch(() => undefined);
    for (let number = 0; number < plan.kills && performance.now() - began < plan.withinMs; number += 1) {
      const victim = victims[number % victims.length];
      if (victim === undefined) break;
      await pause(Math.random() * UNTIL_KILL_MS);
      // A strike at a cluster waits until the cluster is whole, so the strike itself says when it began.
      const { beganAt, leaderMs, over } = await victim.strike();
      await Promise.race([untilMore(acknowledged, server), refused]);
      const recovered = performance.now() - beganAt;
      recoveries.push(recovered);
      if (leaderMs !== undefined) leaderChoices.push(leaderMs);
      kills[victim.name] = (kills[victim.name] ?? 0) + 1;
      const chosen = leaderMs === undefined ? '' : `, a leader after ${Math.round(leaderMs)} ms`;
      plan.say(`kill ${number + 1}: ${victim.name}${chosen}, back after ${Math.round(recovered)} ms`);
      await over;
    }
    stopped.abort();
    await refused;
    await cluster?.whole();
    await server.ready();
    await talk.session.renew(talk.session.token());
    const log = await logOf(server);
    const wrong = [
      ...gapsOf(log, { dense: cluster === undefined }),
      ...lostOrDoubledInLog(log, acknowledged),
      ...lostOrDoubledInHistory(await historyOf(talk), acknowledged),
      ...(await complaintsOf(server, ALL_DONE, 'projections', 'verify', '--all')),
      ...(await complaintsOf(server, 0, 'doctor', '--full')),
    ];
    const retried = acknowledged.filter(({ tries }) => tries > 1).length;
    const counts = { acknowledged: acknowledged.length, retried, events: log.length };
    return { kills, ...counts, recoveries, leaderChoices, wrong };
  } finally {
    stopped.abort();
    await cluster?.wakeAll();
    await server.stop();
  }
};
