import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { channel, guild, message, user } from '#infra/workshop/testkit/community-events.ts';
import { byTheModule, searchFolder } from '#infra/workshop/testkit/search-side.ts';
import type { IndexOp } from '#projections/ports/message-index.ts';
import type { GenerationIndex } from './generation-index.ts';
import { indexPath } from './search-folder.ts';

const put = (n: number, content: string): IndexOp => ({
  op: 'put',
  messageId: message(n),
  channelId: channel(1),
  guildId: guild(1),
  authorId: user(1),
  sentAtMs: 1_700_000_000_000 + n,
  sentPosition: BigInt(n),
  content,
  mentions: [],
  has: [],
});

/** Returns a word that shares no part with other words, so that its bytes stand together in a file. */
const secretWord = (n: number): string => {
  const letters = 'bcdfghjklmnpqrstvwxz';
  let state = n * 2_654_435_761;
  const drawn = Array.from({ length: 24 }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return letters[(state >>> 16) % letters.length];
  });
  return drawn.join('');
};

const filesIn = async (directory: string): Promise<ReadonlyArray<readonly [string, Buffer]>> =>
  Promise.all((await readdir(directory)).map(async (name) => [name, await readFile(join(directory, name))] as const));

/**
 * Length in bytes of a stretch that is searched for. It is long enough to be unique, and shorter than the trace of a
 * word in a dictionary of terms.
 */
const STRETCH = 12;
const stretchesOf = (bytes: Buffer): ReadonlyArray<Buffer> =>
  Array.from({ length: Math.max(0, bytes.length - STRETCH + 1) }, (_, at) => bytes.subarray(at, at + STRETCH));

/** Cuts off the checksum at the end of a file. It is JSON, and two checksums may share digits. */
const withoutFooter = (file: Buffer): Buffer => {
  const at = file.lastIndexOf('{"version"');
  return at < 0 ? file : file.subarray(0, at);
};

describe('a text that was removed from a search index', function () {
  this.timeout(60_000);
  let home: Awaited<ReturnType<typeof searchFolder>>;
  let folders = 0;
  before(async () => {
    home = await searchFolder();
  });
  after(() => home.remove());

  const withIndex = async <A>(use: (index: GenerationIndex, directory: string) => Promise<A>): Promise<A> => {
    folders += 1;
    const directory = indexPath(home.path, folders);
    const index = await byTheModule().openIndex(directory, 'new');
    try {
      return await use(index, directory);
    } finally {
      await index.close();
    }
  };
  const apply = (index: GenerationIndex, changes: ReadonlyArray<IndexOp>) => {
    const from = index.position();
    return index.apply(changes, { from, to: from + BigInt(changes.length) }, 'durable');
  };

  /**
   * Returns the bytes of a dictionary of terms. Dictionaries hold no plain text, because letters stand there reversed
   * and encoded. The trace of a word is learnt from an index of that word alone, minus the bytes that an index without
   * the word has too.
   */
  const dictionaryOf = (content: string): Promise<Buffer> =>
    withIndex(async (index, directory) => {
      await apply(index, [put(1, content)]);
      const dictionaries = (await filesIn(directory)).filter(([name]) => name.endsWith('.term'));
      return Buffer.concat(dictionaries.map(([, all]) => withoutFooter(all)));
    });
  const looksOf = async (word: string): Promise<ReadonlyArray<Buffer>> => {
    const without = await dictionaryOf('other');
    const looks = stretchesOf(await dictionaryOf(word)).filter((stretch) => !without.includes(stretch));
    return [...looks, Buffer.from(word), Buffer.from(word.toUpperCase())];
  };
  const filesWith = async (directory: string, looks: ReadonlyArray<Buffer>): Promise<ReadonlyArray<string>> =>
    (await filesIn(directory)).filter(([, all]) => looks.some((look) => all.includes(look))).map(([name]) => name);

  it('is in its files before a purge and in none of them afterwards', async () => {
    const [deleted, edited, kept] = [secretWord(1), secretWord(2), secretWord(3)];
    const looks = { deleted: await looksOf(deleted), edited: await looksOf(edited), kept: await looksOf(kept) };
    await withIndex(async (index, directory) => {
      await apply(
        index,
        Array.from({ length: 300 }, (_, n) => put(n + 1, `ordinary talk number ${n}`)),
      );
      await apply(index, [put(301, deleted), put(302, `it says ${edited} here`), put(303, kept)]);
      await apply(index, [put(304, 'and so on')]);
      for (const [name, look] of Object.entries(looks)) {
        expect(await filesWith(directory, look), `before, of what is ${name}`).to.not.be.empty;
      }
      await apply(index, [
        { op: 'remove', messageId: message(301) },
        { op: 'amend', messageId: message(302), content: 'it says nothing', mentions: [], has: [] },
      ]);
      await index.purge();
      expect(await filesWith(directory, looks.deleted)).to.be.empty;
      expect(await filesWith(directory, looks.edited)).to.be.empty;
      expect(await filesWith(directory, looks.kept)).to.not.be.empty;
      expect(index.documents()).to.equal(303n);
    });
  });
});
