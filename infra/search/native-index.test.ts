import { appendFile, mkdir, mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { channel, message } from '#infra/workshop/testkit/community-events.ts';
import { putMessage } from '#infra/workshop/testkit/index-ops.ts';
import type { IndexOp } from '#projections/ports/message-index.ts';
import type { IndexQuery } from '#queries/ports/message-search.ts';
import { type GenerationIndex, IndexDamaged, SearchTooLong, SearchTooSlow } from './generation-index.ts';
import { answered, IndexFault } from './native-answer.ts';
import { openNativeIndex } from './native-index.ts';
import { loadNativeModule, type NativeModule } from './native-module.ts';

const asking = (text: string, more: Partial<IndexQuery> = {}): IndexQuery => ({
  channels: [channel(1)],
  must: [{ kind: 'word', text }],
  mustNot: [],
  authors: undefined,
  mentions: [],
  has: [],
  sentFromMs: undefined,
  sentToMs: undefined,
  order: 'newest',
  limit: 50,
  after: undefined,
  fuzzy: false,
  ...more,
});

const thrown = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('the native index', () => {
  let native: NativeModule;
  let home: string;
  let folder: string;
  let index: GenerationIndex;
  const open = (asked: 'new' | 'old') => openNativeIndex(native)(folder, asked);

  before(() => {
    const loaded = loadNativeModule();
    if ('missing' in loaded) throw new Error(loaded.missing);
    native = loaded;
  });
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'filament-native-'));
    folder = join(home, 'index');
    await mkdir(folder);
    index = await open('new');
  });
  afterEach(async () => {
    await index.close();
    await rm(home, { recursive: true, force: true });
  });

  const said = (...ops: ReadonlyArray<IndexOp>) => {
    const from = index.position();
    return index.apply(ops, { from, to: from + BigInt(ops.length) }, 'durable');
  };
  const found = async (query: IndexQuery) => (await index.search(query)).hits.map(({ messageId }) => messageId);

  it('exports the methods that its declaration file names', () => {
    const methods = Object.getOwnPropertyNames(native.NativeIndex.prototype).filter((name) => name !== 'constructor');
    expect(methods.sort()).to.deep.equal(
      ['apply', 'close', 'contents', 'flush', 'highlight', 'open', 'purge', 'search', 'state'].sort(),
    );
    expect(Object.getOwnPropertyNames(native.NativeLock.prototype)).to.include('release');
    expect(native.NativeLock).to.have.property('take').that.is.a('function');
  });

  it('names the log position that a page of hits reflects', async () => {
    await said(putMessage(1, 'apple'), putMessage(2, 'pear'));
    const page = await index.search(asking('apple'));
    expect(page).to.deep.equal({
      hits: [{ messageId: message(1), channelId: channel(1), score: 0, sentPosition: 1n }],
      more: false,
      through: 2n,
    });
  });

  it('has the position of its last commit when it is opened again', async () => {
    await said(putMessage(1, 'apple'));
    await index.apply([putMessage(2, 'pear')], { from: 1n, to: 7n }, 'soon');
    expect([index.position(), index.documents()]).to.deep.equal([7n, 1n]);
    await index.flush();
    await index.close();
    index = await open('old');
    expect([index.position(), index.documents()]).to.deep.equal([7n, 2n]);
  });

  it('refuses changes that do not begin at its position', async () => {
    await said(putMessage(1, 'apple'));
    const refused = await thrown(index.apply([putMessage(3, 'late')], { from: 5n, to: 6n }, 'durable'));
    expect(refused).to.be.instanceOf(IndexFault).with.property('kind', 'moved');
    expect(index.position()).to.equal(1n);
  });

  it('replaces a lone surrogate with a character that matches no search', async () => {
    await said(putMessage(1, 'a \ud83d apple'));
    expect(await found(asking('apple'))).to.deep.equal([message(1)]);
    const [ranges] = await index.highlight(asking('apple'), ['a \ud83d apple']);
    expect(ranges).to.deep.equal([{ start: 4, end: 9 }]);
  });

  it('reports highlights in UTF-16 units', async () => {
    const text = '👍🏽 日本語 and Café au lait';
    const parts = async (words: string) => {
      const [ranges = []] = await index.highlight(asking(words), [text]);
      return ranges.map(({ start, end }) => text.slice(start, end));
    };
    expect(await parts('cafe')).to.deep.equal(['Café']);
    expect(await parts('本語')).to.deep.equal(['本語']);
    expect(await parts('👍')).to.deep.equal(['👍🏽']);
  });

  it('does not block the event loop while it writes, purges and searches', async () => {
    const many = Array.from({ length: 20_000 }, (_, n) => putMessage(n + 1, `message ${n} of a long conversation`));
    const turns = { writing: 0, purging: 0 };
    let what: keyof typeof turns | undefined = 'writing';
    const count = (): void => {
      if (what === undefined) return;
      turns[what] += 1;
      setImmediate(count);
    };
    const writing = said(...many);
    count();
    await writing;
    await said({ op: 'remove', messageId: message(7) });
    what = 'purging';
    await index.purge();
    what = undefined;
    expect(turns.writing).to.be.above(100);
    expect(turns.purging).to.be.above(100);
    expect(await found(asking('message', { limit: 1 }))).to.deep.equal([message(20_000)]);
  });

  it('accepts changes while it purges', async () => {
    await said(...Array.from({ length: 5_000 }, (_, n) => putMessage(n + 1, `message ${n}`)));
    await said({ op: 'remove', messageId: message(3) });
    const purged = index.purge();
    await said(putMessage(6_000, 'meanwhile'));
    await purged;
    expect(await found(asking('meanwhile'))).to.deep.equal([message(6_000)]);
    expect((await index.contents()).rows).to.equal(5_000n);
  });

  it('keeps its position when the answer of an earlier purge arrives late', async () => {
    const purged = Promise.withResolvers<string>();
    const state = (position: string) => JSON.stringify({ ok: { position, documents: 0 } });
    class Staged extends native.NativeIndex {
      override open = async () => state('0');
      override apply = async () => state('5');
      override purge = () => purged.promise;
    }
    const staged = await openNativeIndex({ NativeIndex: Staged })(folder, 'old');
    const purging = staged.purge();
    await staged.apply([], { from: 0n, to: 5n }, 'durable');
    purged.resolve(state('0'));
    await purging;
    expect(staged.position()).to.equal(5n);
  });

  it('reports a search without any time as too slow', async () => {
    await said(putMessage(1, 'apple'));
    await index.close();
    const raw = new native.NativeIndex(folder);
    await raw.open(false);
    const until = JSON.stringify({ ...asking('apple'), authors: null, sentFromMs: null, sentToMs: null, after: null });
    const answer = await thrown(answered({ is: () => true } as never, raw.search(until, 0)));
    expect(answer).to.be.instanceOf(SearchTooSlow);
    await raw.close();
    index = await open('old');
  });

  it('reports a search with too many words as too long, also when few signs stand for them', async () => {
    const sentence = '\u6F22'.repeat(140);
    for (const text of ['\u{FDFA}'.repeat(100), '\u337F'.repeat(100), '\u00BD'.repeat(200), `${sentence}2024`]) {
      expect(await thrown(index.search(asking(text))), text.slice(-6)).to.be.instanceOf(SearchTooLong);
    }
    expect(await thrown(index.search(asking(sentence)))).to.equal(undefined);
  });

  it('refuses malformed input', async () => {
    const raw = new native.NativeIndex(join(home, 'raw'));
    await raw.open(true);
    for (const text of ['', '{}', '[', '{"from":"-1","to":"0","durable":true,"ops":[]}', `{"a":"${'\\ud800'}"}`]) {
      for (const said of [raw.apply(text), raw.search(text, 100), raw.highlight(text)])
        expect(JSON.parse(await said).fault, text).to.have.property('kind', 'bad_value');
    }
    await raw.close();
    expect(JSON.parse(await raw.flush()).fault).to.have.property('kind', 'closed');
    expect(JSON.parse(await raw.search(JSON.stringify({}), 100)).fault).to.have.property('kind', 'bad_value');
  });

  it('reports damage when a file is cut short or overwritten, or when all files are gone', async () => {
    await said(putMessage(1, 'apple'));
    await index.close();
    const name = (await readdir(folder)).find((file) => file.endsWith('.term')) ?? '';
    await truncate(join(folder, name), 10);
    expect(await thrown(open('old'))).to.be.instanceOf(IndexDamaged);
    await writeFile(join(folder, name), 'garbage');
    expect(await thrown(open('old'))).to.be.instanceOf(IndexDamaged);
    await rm(folder, { recursive: true });
    expect(await thrown(open('old'))).to.be.instanceOf(IndexDamaged);
    await mkdir(folder);
    index = await open('new');
    expect(index.position()).to.equal(0n);
  });

  it('stays damaged after damage was found', async () => {
    await said(putMessage(1, 'apple'));
    await rm(folder, { recursive: true });
    expect(await thrown(index.purge())).to.be.instanceOf(IndexDamaged);
    const later = [said(putMessage(2, 'pear')), index.flush(), index.contents(), index.purge()];
    for (const error of await Promise.all(later.map(thrown))) expect(error).to.be.instanceOf(IndexDamaged);
    expect(await found(asking('apple'))).to.deep.equal([message(1)]);
  });

  it('lets one process at a time hold a lock file', () => {
    const path = join(home, 'lock');
    const held = native.NativeLock.take(path);
    expect(held).to.be.instanceOf(native.NativeLock);
    expect(native.NativeLock.take(path)).to.equal(null);
    held?.release();
    const again = native.NativeLock.take(path);
    expect(again).to.be.instanceOf(native.NativeLock);
    again?.release();
  });

  it('explains why the module cannot be loaded', async () => {
    const path = join(home, 'filament-search.node');
    expect(loadNativeModule(path)).to.have.property('missing').that.includes('is not built; install Rust');
    await appendFile(path, 'no library');
    expect(loadNativeModule(path)).to.have.property('missing').that.includes('does not load');
  });
});
