/**
 * A cluster of the double for the crash test. Its nodes are processes with pid files, started again when they die. The
 * records stay in this process, so a killed node loses nothing, and replication takes no time. The nodes elect a leader
 * when a majority of them answers and the last leader does not.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Server as GrpcServer } from '@grpc/grpc-js';
import { Heart, HOST } from '#infra/workshop/testkit/eventstoredb/heart.ts';
import { Records } from '#infra/workshop/testkit/eventstoredb/records.ts';
import { serve, urlOf } from '#infra/workshop/testkit/eventstoredb/serve.ts';
import { freePort } from '#infra/workshop/testkit/free-port.ts';
import { closedOnce } from '#infra/workshop/testkit/left-open.ts';

const PROGRAM = join(import.meta.dirname, 'node-stand-in.ts');
/** Milliseconds after which a silent node counts as away. */
const AWAY_AFTER_MS = 1_500;
const LOOK_EVERY_MS = 200;
const STARTED_AGAIN_AFTER_MS = 300;

/** A node's view of its cluster. A node that is away keeps the view that it had. */
type View = { readonly leads: number | undefined; readonly epoch: number; readonly away: ReadonlySet<number> };

type StandIn = {
  readonly port: number;
  readonly httpPort: number;
  readonly pidFile: string;
  readonly stop: () => Promise<void>;
  view: View;
};

export type StandInCluster = {
  readonly url: string;
  /** Text of the file of nodes. */
  readonly nodes: string;
  readonly close: () => Promise<void>;
};

const portsFor = async (count: number): Promise<ReadonlyArray<number>> => {
  const ports = new Set<number>();
  while (ports.size < count) ports.add(await freePort());
  return [...ports];
};

/** Keeps a process running, and its id in a file. Returns a function that ends it for good. */
const kept = (args: ReadonlyArray<string>, pidFile: string): (() => Promise<void>) => {
  let ended = false;
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    if (ended) return;
    child = spawn(process.execPath, [PROGRAM, ...args], { stdio: 'ignore' });
    child.once('exit', () => void pause(STARTED_AGAIN_AFTER_MS).then(start));
    await writeFile(pidFile, `${child.pid}\n`);
  };
  void start();
  return async () => {
    ended = true;
    child?.kill('SIGKILL');
  };
};

const httpGossip = (all: () => ReadonlyArray<StandIn>, own: () => StandIn | undefined): Server =>
  createServer((_request, answer) => {
    const { leads, epoch, away } = own()?.view ?? { leads: undefined, epoch: 0, away: new Set() };
    const members = all().map(({ port, httpPort }) => ({
      state: port === leads ? 'Leader' : 'Follower',
      isAlive: !away.has(port),
      httpEndPointIp: HOST,
      httpEndPointPort: httpPort,
      epochNumber: epoch,
    }));
    answer.end(JSON.stringify({ members }));
  });

const answers = async ({ httpPort }: StandIn): Promise<boolean> => {
  const signal = AbortSignal.timeout(AWAY_AFTER_MS);
  const answer = await fetch(`http://${HOST}:${httpPort}/gossip`, { signal }).catch(() => undefined);
  return (await answer?.text().catch(() => undefined)) !== undefined;
};

export const openStandInCluster = async (size: number): Promise<StandInCluster> => {
  const folder = await mkdtemp(join(tmpdir(), 'filament-nodes-'));
  const ports = await portsFor(4 * size);
  const records = new Records();
  const all: StandIn[] = [];
  const parts: Array<GrpcServer | Server> = [];
  const first = ports[0];
  for (let at = 0; at < size; at += 1) {
    const [port = 0, behind = 0, httpPort = 0, httpBehind = 0] = [0, 1, 2, 3].map((nth) => ports[at + nth * size]);
    const leads = (): number | undefined => all[at]?.view.leads;
    const heart = new Heart(records, () => (leads() === port ? undefined : leads()));
    const gossip = () =>
      all.map((each) => ({
        host: HOST,
        port: each.port,
        leads: each.port === leads(),
        alive: all[at]?.view.away.has(each.port) !== true,
      }));
    const http = httpGossip(
      () => all,
      () => all[at],
    ).listen(httpBehind, HOST);
    parts.push(await serve(heart, behind, undefined, gossip), http);
    const pidFile = join(folder, `node-${at + 1}.pid`);
    const stop = kept([`${port}:${behind}`, `${httpPort}:${httpBehind}`], pidFile);
    all.push({ port, httpPort, pidFile, stop, view: { leads: first, epoch: 1, away: new Set() } });
  }

  let epoch = 1;
  let leads = first;
  let over = false;
  const look = async (): Promise<void> => {
    const answering = await Promise.all(all.map(answers));
    const there = all.filter((_, at) => answering[at] === true);
    const away = new Set(all.filter((one) => !there.includes(one)).map(({ port }) => port));
    if (there.length * 2 <= size) leads = undefined;
    else if (leads === undefined || away.has(leads)) {
      leads = there[0]?.port;
      epoch += 1;
    }
    for (const one of there) one.view = { leads, epoch, away };
  };
  const looking = (async () => {
    for (; !over; await pause(LOOK_EVERY_MS)) await look();
  })();

  return {
    url: urlOf(
      all.map(({ port }) => port),
      undefined,
    )('chaos'),
    nodes: JSON.stringify(
      all.map(({ pidFile, httpPort }, at) => ({
        name: `node-${at + 1}`,
        pid_file: pidFile,
        http: `http://${HOST}:${httpPort}`,
      })),
    ),
    close: closedOnce(async () => {
      over = true;
      await looking;
      await Promise.all(all.map(({ stop }) => stop()));
      for (const part of parts) {
        if ('forceShutdown' in part) part.forceShutdown();
        else part.close();
      }
      await rm(folder, { recursive: true, force: true });
    }),
  };
};
