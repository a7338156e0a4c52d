import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { settle, type Talk } from '#infra/workshop/chaos/community.ts';
import { ask, postUntil } from '#infra/workshop/chaos/poster.ts';
import { newestOf } from '#infra/workshop/chaos/reading.ts';
import { type ServerProcess, serverProcess } from '#infra/workshop/chaos/server-process.ts';
import { ALL_DONE } from '#infra/workshop/testkit/all-done.ts';
import { freePort } from '#infra/workshop/testkit/free-port.ts';

describe('a rebuild of every read model while people write and read', function () {
  this.timeout(300_000);
  let home: string;
  let server: ServerProcess;
  let talk: Talk;

  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'filament-rebuild-'));
    server = serverProcess(home, await freePort());
    await server.start();
    talk = await settle(server);
  });
  after(async () => {
    await server.stop();
    await rm(home, { recursive: true, force: true });
  });

  it('fails no read, shows no reader older data, and ends with read models equal to rebuilt ones', async () => {
    const stop = new AbortController();
    const acknowledged: string[] = [];
    const failures: unknown[] = [];
    const backwards: string[] = [];
    let reads = 0;

    const posting = [1, 2].map((nth) =>
      postUntil(talk.session, talk.messages, `writer ${nth}`, stop.signal, ({ content }) => acknowledged.push(content)),
    );
    /** Each writer counts up, so the newest number of a writer must never fall. */
    const reading = (async () => {
      let before = new Map<string, number>();
      while (!stop.signal.aborted) {
        const answer = await ask(`${talk.messages}?limit=100`, 'GET', { token: talk.session.token() });
        reads += 1;
        if (answer?.status !== 200) failures.push(answer);
        else {
          const now = newestOf(answer.body);
          for (const [writer, seen] of before) {
            if ((now.get(writer) ?? 0) < seen) backwards.push(`${writer}: ${seen}, then ${now.get(writer)}`);
          }
          before = now;
        }
      }
    })();

    const rebuilds = [];
    for (let nth = 0; nth < 3; nth += 1) rebuilds.push(await server.cli('projections', 'rebuild', '--all', '--json'));
    stop.abort();
    await Promise.all([...posting, reading]);

    for (const { exitCode, stderr } of rebuilds) expect(exitCode, stderr).to.equal(ALL_DONE);
    expect(failures).to.deep.equal([]);
    expect(backwards).to.deep.equal([]);
    expect(reads).to.be.greaterThan(10);
    expect(acknowledged.length).to.be.greaterThan(10);
    const verified = await server.cli('projections', 'verify', '--all');
    expect(verified.exitCode, verified.stdout + verified.stderr).to.equal(ALL_DONE);
  });
});
