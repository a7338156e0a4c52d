/** Kills the server and Postgres in turn while clients post, and then counts every message. */
import { setTimeout as pause } from 'node:timers/promises';
import { ALL_DONE } from '#infra/workshop/testkit/all-done.ts';
import { gapsOf, type HistoryRow, type LogRow, lostOrDoubledInHistory, lostOrDoubledInLog } from './checks.ts';
import { settle, type Talk } from './community.ts';
import { type Acknowledged, insist, postUntil } from './poster.ts';
import { type ServerProcess, serverProcess } from './server-process.ts';

export type ChaosPlan = {
  readonly home: string;
  readonly port: number;
  readonly kills: number;
  readonly posters: number;
  /** Milliseconds after which no further kill happens. */
  readonly withinMs: number;
  readonly say: (line: string) => void;
};

export type ChaosOutcome = {
  readonly kills: { readonly server: number; readonly postgres: number };
  readonly acknowledged: number;
  /** Messages that needed more than one try, because their first outcome was unknown. */
  readonly retried: number;
  /** Milliseconds from each kill until messages were acknowledged again. */
  readonly recoveries: ReadonlyArray<number>;
  readonly events: number;
  /** Faults found, in sentences. Empty when all is well. */
  readonly wrong: ReadonlyArray<string>;
};

/** A kill happens at a random moment within this time after the last recovery. */
const UNTIL_KILL_MS = 700;
/** Acknowledgements after a kill that count as a recovery. */
const RECOVERED = 10;
const RECOVERY_WITHIN_MS = 60_000;
const PAGE = 100;

const untilMore = async (acknowledged: ReadonlyArray<unknown>, server: ServerProcess): Promise<void> => {
  const enough = acknowledged.length + RECOVERED;
  for (const deadline = performance.now() + RECOVERY_WITHIN_MS; acknowledged.length < enough; await pause(5)) {
    if (performance.now() > deadline) throw new Error(`no recovery in time; the server said:\n${server.said()}`);
  }
};

const killOnce = async (server: ServerProcess, victim: 'server' | 'postgres'): Promise<void> => {
  if (victim === 'postgres') return server.killPostgres();
  await server.kill();
  await server.start();
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
  const server = serverProcess(plan.home, plan.port);
  const stopped = new AbortController();
  const acknowledged: Acknowledged[] = [];
  const recoveries: number[] = [];
  const kills = { server: 0, postgres: 0 };
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
      const victim = number % 2 === 0 ? 'server' : 'postgres';
      await pause(Math.random() * UNTIL_KILL_MS);
      const killed = performance.now();
      await killOnce(server, victim);
      await Promise.race([untilMore(acknowledged, server), refused]);
      recoveries.push(performance.now() - killed);
      kills[victim] += 1;
      plan.say(`kill ${number + 1}: ${victim}, back after ${Math.round(performance.now() - killed)} ms`);
    }
    stopped.abort();
    await refused;
    await server.ready();
    await talk.session.renew(talk.session.token());
    const log = await logOf(server);
    const wrong = [
      ...gapsOf(log),
      ...lostOrDoubledInLog(log, acknowledged),
      ...lostOrDoubledInHistory(await historyOf(talk), acknowledged),
      ...(await complaintsOf(server, ALL_DONE, 'projections', 'verify', '--all')),
      ...(await complaintsOf(server, 0, 'doctor', '--full')),
    ];
    const retried = acknowledged.filter(({ tries }) => tries > 1).length;
    return { kills, acknowledged: acknowledged.length, retried, recoveries, events: log.length, wrong };
  } finally {
    stopped.abort();
    await server.stop();
  }
};
