import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { type Place, settle } from '#infra/chaos/community.ts';
import { type Acknowledged, ask, insist, postUntil } from '#infra/chaos/poster.ts';
import { freePort, type ServerProcess, serverProcess } from '#infra/chaos/server-process.ts';

type Page = { readonly hits: ReadonlyArray<{ readonly message: { readonly message_id: string; content: string } }> };

const SURELY_MS = 60_000;
const AGAIN_MS = 25;

describe('the search index under a running server', function () {
  this.timeout(300_000);
  let home: string;
  let server: ServerProcess;
  let place: Place;
  const acknowledged: Acknowledged[] = [];

  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'filament-search-'));
    server = serverProcess(home, await freePort());
    await server.start();
    place = await settle(server);
  });
  after(async () => {
    await server.stop();
    await rm(home, { recursive: true, force: true });
  });

  const search = (q: string) => {
    const guild = /^.*\/guilds\/[^/]+/.exec(place.messages)?.[0];
    return ask(`${guild}/search?sort=newest&limit=50&q=${encodeURIComponent(q)}`, 'GET', {
      token: place.session.token(),
    });
  };
  const idsFound = async (q: string): Promise<ReadonlyArray<string>> => {
    const answer = await search(q);
    if (answer?.status !== 200) throw new Error(`a search failed: ${answer?.status} ${JSON.stringify(answer?.body)}`);
    return (answer.body as Page).hits.map(({ message }) => message.message_id);
  };
  /** Everything that was said is found by its words; what was said last may take a moment. */
  const everythingIsFound = async (): Promise<void> => {
    for (const { content, messageId } of acknowledged) {
      for (const deadline = performance.now() + SURELY_MS; ; await pause(AGAIN_MS)) {
        const found = await idsFound(`"${content}"`);
        if (found.includes(messageId)) break;
        if (performance.now() > deadline) throw new Error(`“${content}” is not found`);
      }
    }
  };
  const posting = (names: ReadonlyArray<string>, stop: AbortSignal): ReadonlyArray<Promise<void>> =>
    names.map((name) => postUntil(place.session, place.messages, name, stop, (done) => acknowledged.push(done)));

  it('is rebuilt while people post and search: no search fails, and nothing is missed', async () => {
    const stop = new AbortController();
    const posters = posting(['ada', 'brian'], stop.signal);
    while (acknowledged.length < 50) await pause(AGAIN_MS);
    await everythingIsFound();

    let searches = 0;
    const searching = (async () => {
      let newest = '';
      while (!stop.signal.aborted) {
        const [first = ''] = await idsFound('says');
        if (first < newest) throw new Error(`a search went back from ${newest} to ${first}`);
        newest = first;
        searches += 1;
      }
    })();
    const rebuilds = [];
    for (let nth = 0; nth < 3; nth += 1)
      rebuilds.push(await server.cli('projections', 'rebuild', 'search-index', '--json'));
    stop.abort();
    await Promise.all([...posters, searching]);
    expect(rebuilds.map(({ exitCode, stderr }) => [exitCode, stderr])).to.deep.equal(Array(3).fill([0, '']));
    expect(searches).to.be.greaterThan(10);
    await everythingIsFound();
    const verified = await server.cli('projections', 'verify', 'search-index');
    expect(verified.exitCode, verified.stdout + verified.stderr).to.equal(0);
  });

  it('is listed and verified by the command line also while no server runs', async () => {
    await server.stop();
    try {
      const listed = await server.cli('projections', 'list');
      expect(listed.stdout).to.match(/search-index\s+version 1 {2}caught up/);
      const verified = await server.cli('projections', 'verify', 'search-index');
      expect(verified.exitCode, verified.stdout + verified.stderr).to.equal(0);
    } finally {
      await server.start();
    }
  });

  const folder = (): string => join(home, 'search');
  const garble = async (path: string): Promise<void> => {
    for (const entry of await readdir(path, { withFileTypes: true, recursive: true })) {
      if (entry.isFile()) await writeFile(join(entry.parentPath, entry.name), 'garbage');
    }
  };
  for (const [what, lose] of [
    ['gone', () => rm(folder(), { recursive: true })],
    ['garbage', () => garble(folder())],
  ] as const) {
    it(`that is found ${what} at a start is built anew, and chat goes on meanwhile`, async () => {
      await server.stop();
      await lose();
      await server.start();
      const said = { content: `after it was ${what}` };
      const posted = await insist(place.messages, 'POST', { token: place.session.token(), body: said });
      acknowledged.push({ ...said, messageId: (posted as { message_id: string }).message_id, tries: 1 });
      const codes = new Set<unknown>();
      for (const deadline = performance.now() + SURELY_MS; ; await pause(AGAIN_MS)) {
        const answer = await search('says');
        if (answer?.status === 200) break;
        codes.add((answer?.body as { code?: unknown } | undefined)?.code);
        if (performance.now() > deadline) throw new Error(`it is not built: ${[...codes]}`);
      }
      for (const code of codes) expect(code).to.be.oneOf(['search_rebuilding', 'search_unavailable']);
      await everythingIsFound();
      const verified = await server.cli('projections', 'verify', '--all');
      expect(verified.exitCode, verified.stdout + verified.stderr).to.equal(0);
    });
  }
});
