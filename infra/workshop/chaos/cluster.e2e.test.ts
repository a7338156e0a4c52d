import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { freePort } from '#infra/workshop/testkit/free-port.ts';
import { type ChaosOutcome, runChaos } from './chaos.ts';
import { nodeProcesses, nodesIn } from './node-processes.ts';
import { openStandInCluster, type StandInCluster } from './stand-in-cluster.ts';

/** Strikes that make the cluster choose a leader: all but those at a follower, the server and Postgres. */
const CHOICES = 4;
const NODES = 3;
/** Long enough to elect another leader, and for the server to find it. A real cluster is given 40 s. */
const FROZEN_MS = 8_000;

describe('kill -9 and frozen nodes of a cluster that keeps the log', function () {
  this.timeout(400_000);
  let home: string;
  let cluster: StandInCluster;
  let outcome: ChaosOutcome;
  const said: string[] = [];
  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'filament-cluster-kill-'));
    cluster = await openStandInCluster(NODES);
    outcome = await runChaos({
      home,
      port: await freePort(),
      kills: 7,
      posters: 4,
      withinMs: 300_000,
      frozenMs: FROZEN_MS,
      cluster: await nodeProcesses(cluster.url, nodesIn(cluster.nodes)),
      say: (line) => said.push(line),
    });
  });
  after(async () => {
    await cluster.close();
    await rm(home, { recursive: true, force: true });
  });

  it('lose no acknowledged message and store no retry twice', () => {
    expect(outcome.wrong, said.join('\n')).to.deep.equal([]);
    const once = [
      'leader',
      'follower',
      'server',
      'postgres',
      'all nodes',
      'frozen leader',
      'leader ahead of its followers',
    ];
    expect(outcome.kills).to.deep.equal(Object.fromEntries(once.map((victim) => [victim, 1])));
  });

  it('say how long the cluster took to choose a leader', () => {
    expect(outcome.leaderChoices).to.have.length(CHOICES);
    expect(said.filter((line) => line.includes('a leader after'))).to.have.length(CHOICES);
  });
});
