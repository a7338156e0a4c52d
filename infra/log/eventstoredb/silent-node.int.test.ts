/** A node of a cluster falls silent, in each way and at each moment. Real nodes do so when they freeze or are cut off. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { BEGINNING, NO_REVISION } from '#domain/kernel/event.ts';
import { storedEvent, streamNamed, until } from '#infra/workshop/contract/log/sample-events.ts';
import { selfSigned } from '#infra/workshop/testkit/eventstoredb/certificate.ts';
import { type Cluster, type ClusterNode, openCluster, SILENCES } from '#infra/workshop/testkit/eventstoredb/cluster.ts';
import type { Secured } from '#infra/workshop/testkit/eventstoredb/serve.ts';
import { LogUnavailable } from '../event-log.ts';
import type { OpenedLog } from '../opened-log.ts';
import { openEventStoreDbLog } from './eventstoredb-event-log.ts';

const A = streamNamed('message-a');
const B = streamNamed('message-b');
const PATIENCE_MS = 40_000;
/** Settings with which no test would end if it waited for a silent node, or for a keep-alive to notice it. */
const NEVER = 'gossipTimeout=3600&keepAliveInterval=3600000&keepAliveTimeout=3600000';

describe('a log on a cluster, a node of which falls silent', function () {
  this.timeout(60_000);
  let folder: string;
  let secured: Secured;
  let cluster: Cluster;
  let opened: OpenedLog[];
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'filament-silent-'));
    const certificateFile = join(folder, 'ca.crt');
    const keys = selfSigned();
    await writeFile(certificateFile, keys.certificate);
    secured = { ...keys, certificateFile, username: 'filament', password: 'secret' };
  });
  after(() => rm(folder, { recursive: true }));
  beforeEach(() => {
    opened = [];
  });
  afterEach(async () => {
    await Promise.all(opened.map((log) => log.close()));
    await cluster.close();
  });

  const open = async (url = `${cluster.url()}&${NEVER}`, answerWithinMs = 1_000): Promise<OpenedLog> => {
    const log = await openEventStoreDbLog({
      url,
      append: { answerWithinMs, appendWithinMs: PATIENCE_MS },
      readWithinMs: PATIENCE_MS,
      follow: { backOffFirstMs: 5, backOffMaxMs: 50, leaderWithinMs: PATIENCE_MS, quietMs: 500 },
    });
    opened.push(log);
    return log;
  };
  const followers = (): readonly [ClusterNode, ClusterNode] => {
    const [first, second] = cluster.followers();
    if (first === undefined || second === undefined) throw new Error('a cluster has two followers');
    return [first, second];
  };
  /** Holds an election once an inquiry has reached a node that can win it. */
  const electWhenMissed = async (): Promise<ClusterNode> => {
    const [next] = followers();
    const before = next.gossips();
    await until(() => next.gossips() > before);
    cluster.elect(next);
    return next;
  };
  const dataOf = async (log: OpenedLog) => (await log.readAll(BEGINNING, 10)).map(({ data }) => data);

  /** Does something with a log while a node is silent. `silence` begins the silence. */
  type Deed = (silence: () => Promise<void>) => Promise<void>;
  const deeds: Readonly<Record<string, Deed>> = {
    'lets a log be opened': async (silence) => {
      await (await open()).append(A, NO_REVISION, [storedEvent('"before"')]);
      await silence();
      expect(await dataOf(await open())).to.deep.equal(['"before"']);
    },
    'lets an append be stored once': async (silence) => {
      const log = await open();
      await until(() => log.writable());
      await silence();
      expect(await log.append(A, NO_REVISION, [storedEvent('"during"')])).to.include({ kind: 'Appended', revision: 0 });
      expect(await dataOf(log)).to.deep.equal(['"during"']);
    },
    'lets the log be read': async (silence) => {
      const log = await open();
      await log.append(A, NO_REVISION, [storedEvent('"before"')]);
      await silence();
      expect(await dataOf(log)).to.deep.equal(['"before"']);
      expect((await log.readStream(A, NO_REVISION)).head).to.equal(0);
    },
    'lets a subscription hear of appends': async (silence) => {
      const log = await open();
      await until(() => log.writable());
      await silence();
      let heard = 0;
      log.onAppended(() => {
        heard += 1;
      });
      const other = await open();
      await other.append(A, NO_REVISION, [storedEvent()]);
      await until(() => heard > 0);
      await until(() => log.writable());
    },
  };

  for (const tls of [false, true])
    for (const way of SILENCES)
      for (const who of ['leader', 'follower'] as const)
        describe(`${who} that ${way}${tls ? ', with TLS' : ''}`, () => {
          beforeEach(async () => {
            cluster = await openCluster(3, tls ? secured : undefined);
          });
          for (const [deed, run] of Object.entries(deeds))
            it(who === 'leader' ? `${deed} after the election of another one` : deed, async () => {
              let elected: Promise<unknown> | undefined;
              await run(async () => {
                const [follower] = followers();
                await (who === 'leader' ? cluster.leader() : follower).fallSilent(way);
                if (who === 'leader') elected = electWhenMissed();
              });
              await elected;
            });
        });

  describe('and wakes up', () => {
    beforeEach(async () => {
      cluster = await openCluster(3);
    });

    for (const way of SILENCES)
      it(`has stored an append once, even where the leader got it before it fell silent and ${way}`, async () => {
        const log = await open();
        const old = cluster.leader();
        const { promise: late, resolve } = Promise.withResolvers<void>();
        old.decide(() => ({ after: late }));
        const before = old.appends();
        const appended = log.append(A, NO_REVISION, [storedEvent('"under way"')]);
        await until(() => old.appends() > before);
        const elected = electWhenMissed();
        await old.fallSilent(way);
        expect(await appended).to.include({ kind: 'Appended', revision: 0 });
        await elected;
        await old.wake();
        resolve();
        expect(await log.append(B, NO_REVISION, [storedEvent('"after"')])).to.include({ kind: 'Appended' });
        expect(await dataOf(await open())).to.deep.equal(['"under way"', '"after"']);
      });

    it('is not followed when it still believes to be the leader', async () => {
      const old = cluster.leader();
      await old.fallSilent('never answers');
      const [next] = followers();
      cluster.elect(next);
      await old.wake();
      const before = old.appends();
      for (let n = 0; n < 5; n += 1) {
        const log = await open();
        expect(await log.append(streamNamed(`s-${n}`), NO_REVISION, [storedEvent()])).to.include({ kind: 'Appended' });
      }
      expect(old.appends()).to.equal(before);
    });

    it('is used again when it is elected again', async () => {
      const log = await open();
      const first = cluster.leader();
      await first.fallSilent('never answers');
      const next = await (async () => {
        const [winner] = await Promise.all([electWhenMissed(), log.append(A, NO_REVISION, [storedEvent('1')])]);
        return winner;
      })();
      await first.wake();
      cluster.elect(first);
      await next.fallSilent('never answers');
      expect(await log.append(A, 0, [storedEvent('2')])).to.include({ kind: 'Appended', revision: 1 });
      expect(await dataOf(log)).to.deep.equal(['1', '2']);
    });
  });

  describe('or does not', () => {
    it('fails in time, in our own words, when no node answers', async () => {
      cluster = await openCluster(3);
      for (const node of cluster.nodes) await node.fallSilent('never answers');
      const failure = await open(`${cluster.url()}&gossipTimeout=1`).then(
        () => expect.fail('it opened'),
        (error: unknown) => error,
      );
      expect(failure).to.be.instanceOf(LogUnavailable);
      for (const { port } of cluster.nodes) expect(String(failure)).to.include(`:${port}`);
    });

    it('is not writable while the leader is silent, and is again after the election', async () => {
      cluster = await openCluster(3);
      const log = await open();
      await until(() => log.writable());
      await cluster.leader().fallSilent('never answers');
      await until(() => !log.writable());
      cluster.elect(followers()[0]);
      await until(() => log.writable());
    });

    it('follows a leader that resigns without a fault', async () => {
      cluster = await openCluster(3);
      const log = await open();
      cluster.elect(followers()[0]);
      expect(await log.append(A, NO_REVISION, [storedEvent('"moved"')])).to.include({ kind: 'Appended' });
      expect(await dataOf(log)).to.deep.equal(['"moved"']);
    });

    it('waits for a cluster that has no leader yet', async () => {
      cluster = await openCluster(3);
      cluster.elect(undefined);
      const [first] = cluster.nodes;
      if (first === undefined) throw new Error('a cluster has nodes');
      const opening = open();
      await until(() => first.gossips() > 1);
      cluster.elect(first);
      expect(await (await opening).head()).to.equal(BEGINNING);
    });
  });

  for (const size of [1, 3])
    it(`reaches the leader of ${size} over a new connection when the open ones are lost without a word`, async () => {
      cluster = await openCluster(size);
      const log = await open();
      await log.append(A, NO_REVISION, [storedEvent('1')]);
      cluster.leader().loseConnections();
      expect(await log.append(A, 0, [storedEvent('2')])).to.include({ kind: 'Appended', revision: 1 });
      await until(() => log.writable());
    });

  it('keeps its connection to a leader that is slow with one append', async () => {
    cluster = await openCluster(3);
    const log = await open();
    await until(() => log.writable());
    const leader = cluster.leader();
    const before = leader.subscriptions();
    let first = true;
    leader.decide(() => {
      const fate = first ? 'lost' : 'done';
      first = false;
      return fate;
    });
    const slow = log.append(A, NO_REVISION, [storedEvent()]);
    let done = false;
    slow.finally(() => {
      done = true;
    });
    for (let n = 0; !done; n += 1) await log.append(streamNamed(`s-${n}`), NO_REVISION, [storedEvent()]);
    expect(await slow).to.include({ kind: 'Appended', revision: 0 });
    expect(leader.subscriptions()).to.equal(before);
  });

  it('finds the nodes that the DNS names', async () => {
    cluster = await openCluster(1, secured);
    const url = cluster.url().replace('esdb:', 'esdb+discover:');
    const log = await open(url);
    expect(await log.append(A, NO_REVISION, [storedEvent()])).to.include({ kind: 'Appended' });
  });
});
