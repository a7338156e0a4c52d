import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import type { MessageId } from '#domain/kernel/ids.ts';
import type { CliOutcome } from '#infra/workshop/chaos/cli-process.ts';
import { settle, type Talk } from '#infra/workshop/chaos/community.ts';
import { type Acknowledged, ask, insist, type PostAnswer, postUntil } from '#infra/workshop/chaos/poster.ts';
import { type ServerProcess, serverProcess } from '#infra/workshop/chaos/server-process.ts';
import { freePort } from '#infra/workshop/testkit/free-port.ts';
import { searchIndex } from '#projections/search-index/projector.ts';

type Page = {
  readonly hits: ReadonlyArray<{ readonly message: { readonly message_id: string } }>;
  readonly next_before: string | null;
};

const codeOf = (answer: PostAnswer | undefined): unknown => (answer?.body as { code?: unknown } | undefined)?.code;

const SURELY_MS = 60_000;
const AGAIN_MS = 25;

describe('the search index under a running server', function () {
  this.timeout(300_000);
  let home: string;
  let server: ServerProcess;
  let talk: Talk;
  const acknowledged: Acknowledged[] = [];

  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'filament-search-'));
    server = serverProcess(home, await freePort());
    await server.start();
    talk = await settle(server);
  });
  after(async () => {
    await server.stop();
    await rm(home, { recursive: true, force: true });
  });

  const search = (q: string, before = '') => {
    const query = new URLSearchParams({ q, sort: 'newest', limit: '50', ...(before === '' ? {} : { before }) });
    return ask(`${talk.search}?${query}`, 'GET', { token: talk.session.token() });
  };
  /** Repeats a search that was too slow, because the machine may be busy with other tests. */
  const pageOf = async (q: string, before?: string): Promise<Page> => {
    for (const deadline = performance.now() + SURELY_MS; ; ) {
      const answer = await search(q, before);
      if (answer?.status === 200) return answer.body as Page;
      const busy = codeOf(answer) === 'search_too_slow' && performance.now() < deadline;
      if (!busy) throw new Error(`a search failed: ${answer?.status} ${JSON.stringify(answer?.body)}`);
    }
  };
  /** Waits until every posted message is found exactly once. */
  const everythingIsFound = async (): Promise<void> => {
    const said = [...acknowledged];
    for (const deadline = performance.now() + SURELY_MS; ; await pause(AGAIN_MS)) {
      const found: string[] = [];
      for (let page = await pageOf('says'); ; page = await pageOf('says', page.next_before ?? '')) {
        found.push(...page.hits.map(({ message }) => message.message_id));
        if (page.next_before === null) break;
      }
      const once = new Set(found);
      if (once.size !== found.length) throw new Error(`${found.length - once.size} messages are found twice`);
      const missing = said.filter(({ messageId }) => !once.has(messageId));
      if (missing.length === 0) return;
      if (performance.now() > deadline) throw new Error(`${missing.length} are not found: ${missing[0]?.content}`);
    }
  };
  const posting = (names: ReadonlyArray<string>, stop: AbortSignal): ReadonlyArray<Promise<void>> =>
    names.map((name) => postUntil(talk.session, talk.messages, name, stop, (done) => acknowledged.push(done)));

  it('is rebuilt while people post and search, and no search fails or misses a message', async () => {
    const stop = new AbortController();
    let searches = 0;
    const searching = async (): Promise<void> => {
      let newest = '';
      while (!stop.signal.aborted) {
        const first = (await pageOf('says')).hits[0]?.message.message_id ?? '';
        if (first < newest) throw new Error(`a search went back from ${newest} to ${first}`);
        newest = first;
        searches += 1;
      }
    };
    const rebuilding = async (): Promise<ReadonlyArray<CliOutcome>> => {
      const rebuilds: CliOutcome[] = [];
      try {
        while (acknowledged.length < 50) await pause(AGAIN_MS);
        await everythingIsFound();
        for (let nth = 0; nth < 3; nth += 1)
          rebuilds.push(await server.cli('projections', 'rebuild', 'search-index', '--json'));
      } finally {
        stop.abort();
      }
      return rebuilds;
    };
    const [rebuilds] = await Promise.all([rebuilding(), searching(), ...posting(['ada', 'brian'], stop.signal)]);
    expect(rebuilds.map(({ exitCode, stderr }) => [exitCode, stderr])).to.deep.equal(Array(3).fill([0, '']));
    expect(searches).to.be.greaterThan(10);
    await everythingIsFound();
    const verified = await server.cli('projections', 'verify', 'search-index');
    expect(verified.exitCode, verified.stdout + verified.stderr).to.equal(0);
  });

  it('is listed and verified by the command line while no server runs', async () => {
    await server.stop();
    try {
      const listed = await server.cli('projections', 'list');
      expect(listed.stdout).to.match(new RegExp(`search-index +version ${searchIndex.version} {2}caught up`));
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
    it(`is built again when its files are ${what} at a start, and chat works meanwhile`, async () => {
      await server.stop();
      await lose();
      await server.start();
      const said = { content: `keeper says it was ${what}` };
      const posted = await insist(talk.messages, 'POST', { token: talk.session.token(), body: said });
      acknowledged.push({ ...said, messageId: (posted as { message_id: MessageId }).message_id, tries: 1 });
      const codes = new Set<unknown>();
      for (const deadline = performance.now() + SURELY_MS; ; await pause(AGAIN_MS)) {
        const answer = await search('says');
        if (answer?.status === 200) break;
        codes.add(codeOf(answer));
        if (performance.now() > deadline) throw new Error(`it was not built: ${[...codes]}`);
      }
      for (const code of codes)
        expect(code).to.be.oneOf(['search_rebuilding', 'search_unavailable', 'search_too_slow']);
      await everythingIsFound();
      const verified = await server.cli('projections', 'verify', '--all');
      expect(verified.exitCode, verified.stdout + verified.stderr).to.equal(0);
    });
  }
});
