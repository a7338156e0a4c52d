import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import { type Either, left, right } from 'fp-ts/lib/Either.js';
import type { ChannelId, UserId } from '#domain/kernel/ids.ts';
import {
  type Away,
  type ImportTally,
  type ImportTarget,
  type LineReceipt,
  type PlacedLine,
  runImport,
  type Unfit,
} from './run-import.ts';

const line = (text: string, more: object = {}): string =>
  JSON.stringify({ channel: 'css', ts: '2007-04-13T10:34:00Z', kind: 'message', author: 'ann', text, ...more });

async function* file(...lines: ReadonlyArray<string>): AsyncGenerator<Buffer> {
  for (const one of lines) yield Buffer.from(`${one}\n`);
}

/** A target that stores lines in order, answers them out of order, and can be away for a while. */
const memoryTarget = (options: { readonly away?: (nth: number) => boolean } = {}) => {
  const log: PlacedLine[] = [];
  const names: string[] = [];
  let asked = 0;
  const target: ImportTarget = {
    channel: async (name) => {
      names.push(name);
      return name === 'full' ? left({ kind: 'Unfit', reason: 'has no room' }) : right(`channel ${name}` as ChannelId);
    },
    author: async (name) => {
      names.push(name);
      return right(`author ${name}` as UserId);
    },
    message: async (placed) => {
      asked += 1;
      if (options.away?.(asked) === true) return left({ kind: 'Away', why: 'gone' });
      const at = log.findIndex((one) => one.content === placed.content && one.occurrence === placed.occurrence);
      const outcome: LineReceipt = { position: BigInt(at === -1 ? log.push(placed) : at + 1), repeated: at !== -1 };
      for (let turns = (placed.content.length + log.length * 7) % 5; turns > 0; turns -= 1) await nextTurn();
      return right(outcome);
    },
  };
  return { target, log, names };
};

const run = (target: ImportTarget, ...lines: ReadonlyArray<string>): Promise<ImportTally> =>
  runImport(target, file(...lines), () => undefined, new AbortController().signal);

describe('an import', () => {
  it('stores lines in the order of the file, with many under way', async () => {
    const { target, log } = memoryTarget();
    const texts = Array.from({ length: 3_000 }, (_, at) => `text ${at}`);
    const tally = await run(target, ...texts.map((text) => line(text)));
    expect(log.map(({ content }) => content)).to.deep.equal(texts);
    expect(tally).to.include({ lines: 3_000, imported: 3_000, alreadyThere: 0, badLines: 0, outOfOrder: 0 });
  });

  it('asks for each channel and each author once', async () => {
    const { target, names } = memoryTarget();
    const tally = await run(target, line('a'), line('b'), line('c', { author: 'bob' }), line('d', { channel: 'fx' }));
    expect(names).to.deep.equal(['css', 'ann', 'bob', 'fx']);
    expect(tally).to.include({ channels: 2, authors: 2 });
  });

  it('stores equal lines as separate messages and adds nothing when it is run again', async () => {
    const { target, log } = memoryTarget();
    const lines = [line('yes'), line('yes'), line('no'), line('yes')];
    expect(await run(target, ...lines)).to.include({ imported: 4, alreadyThere: 0 });
    expect(log.map(({ content, occurrence }) => `${content} ${occurrence}`)).to.deep.equal([
      'yes 0',
      'yes 1',
      'no 0',
      'yes 2',
    ]);
    expect(await run(target, ...lines)).to.include({ imported: 0, alreadyThere: 4 });
  });

  it('counts a message, an author and a channel once, however they are written', async () => {
    const { target, log, names } = memoryTarget();
    const lines = [
      line('d\u00E9j\u00E0 vu', { author: 'Jos\u00E9' }),
      line('de\u0301ja\u0300 vu', { author: 'Jose\u0301' }),
      line('d\u00E9j\u00E0 vu \r\n', { author: '\u202AJos\u00E9\u202C', channel: ' css' }),
      line('d\u00E9j\u00E0\u0007 vu', { author: 'Jos\u00E9 ', ts: '2007-04-13T12:34:00+02:00' }),
    ];
    expect(await run(target, ...lines)).to.include({ imported: 4, authors: 1, channels: 1 });
    expect(log.map(({ occurrence }) => occurrence)).to.deep.equal([0, 1, 2, 3]);
    expect(names).to.deep.equal(['css', 'Jos\u00E9']);
    expect(await run(target, ...lines.toReversed())).to.include({ imported: 0, alreadyThere: 4 });
  });

  it('takes the last line of a file that breaks off, if the line is whole', async () => {
    const file = (tail: string): AsyncIterable<Buffer> =>
      (async function* () {
        yield Buffer.concat([gzipSync(`${line('a')}\n${tail}`), Buffer.from('junk')]);
      })();
    const take = (tail: string): Promise<ImportTally> =>
      runImport(memoryTarget().target, file(tail), () => undefined, new AbortController().signal);
    const bad = [{ number: 2, reason: 'is where the file breaks off: the rest is not gzip' }];
    expect(await take('')).to.deep.include({ imported: 1, badLines: 1, bad });
    expect(await take(line('b'))).to.deep.include({ imported: 2, badLines: 1, bad });
    expect(await take(line('b').slice(0, -1))).to.deep.include({ imported: 1, badLines: 1, bad });
  });

  it('takes all lines of a gzip file, whatever follows it and wherever its chunks are cut', async () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).map((drawn) => `.${drawn}.`);
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(text, { minLength: 1, maxLength: 6 }),
        fc.uint8Array({ minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 200 }),
        async (texts, tail, size) => {
          const file = Buffer.concat([gzipSync(texts.map((one) => line(one)).join('\n')), tail]);
          const chunks = (async function* () {
            for (let at = 0; at < file.length; at += size) yield file.subarray(at, at + size);
          })();
          const { target, log } = memoryTarget();
          const tally = await runImport(target, chunks, () => undefined, new AbortController().signal);
          expect(log).to.have.length(texts.length);
          expect(tally.imported).to.equal(texts.length);
          expect(tally.badLines).to.equal(tail.every((byte) => byte === 0) ? 0 : 1);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('reports a bad line with its number and imports the others', async () => {
    const { target, log } = memoryTarget();
    const tally = await run(target, line('a'), 'nonsense', '', line('b', { channel: 'full' }), line('c'));
    expect(log.map(({ content }) => content)).to.deep.equal(['a', 'c']);
    expect(tally.bad).to.deep.equal([
      { number: 2, reason: 'is not JSON' },
      { number: 4, reason: 'has no room' },
    ]);
    expect(tally).to.include({ lines: 4, imported: 2, badLines: 2 });
  });

  it('keeps the first bad lines only and counts all', async () => {
    const tally = await run(memoryTarget().target, ...Array.from({ length: 250 }, () => '{'));
    expect(tally.badLines).to.equal(250);
    expect(tally.bad).to.have.length(100);
  });

  it('repeats messages that the store refused while it was away, in order', async () => {
    const { target, log } = memoryTarget({ away: (nth) => nth > 10 && nth <= 20 });
    const texts = Array.from({ length: 20 }, (_, at) => `text ${at}`);
    const tally = await run(target, ...texts.map((text) => line(text)));
    expect(log.map(({ content }) => content)).to.deep.equal(texts);
    expect(tally).to.include({ imported: 20, outOfOrder: 0 });
  });

  it('reports messages whose order could not be kept', async () => {
    const { target } = memoryTarget({ away: (nth) => nth === 2 });
    expect(await run(target, line('a'), line('b'), line('c'))).to.include({ imported: 3, outOfOrder: 1 });
  });

  it('stops between chunks when it is aborted, and finishes the messages under way', async () => {
    const { target, log } = memoryTarget();
    const stop = new AbortController();
    const lines = Array.from({ length: 100 }, (_, at) => line(`text ${at}`));
    const onProgress = ({ lines: read }: ImportTally): void => {
      if (read === 30) stop.abort();
    };
    const tally = await runImport(target, file(...lines), onProgress, stop.signal);
    expect(tally.imported).to.equal(30);
    expect(log).to.have.length(30);
  });

  /** Aborts the import after its first line, while the author of the second one is being created. */
  const stoppedWhileBobIsMade = (bob: ImportTarget['author']) => {
    const { target } = memoryTarget();
    const stop = new AbortController();
    const asked = Promise.withResolvers<void>();
    const author: ImportTarget['author'] = (name) => {
      if (name !== 'bob') return target.author(name);
      asked.resolve();
      return bob(name);
    };
    const lines = file(line('a'), line('b', { author: 'bob' }), line('c'));
    const message: ImportTarget['message'] = async () => right({ position: 1n, repeated: false });
    const running = runImport({ ...target, author, message }, lines, () => stop.abort(), stop.signal);
    return { running, stopped: Promise.all([asked.promise, once(stop.signal, 'abort')]) };
  };

  it('makes no call to its target after it has ended', async () => {
    const bob = Promise.withResolvers<Either<Unfit | Away, UserId>>();
    const { running, stopped } = stoppedWhileBobIsMade(() => bob.promise);
    let ended = false;
    const watched = running.then(() => {
      ended = true;
    });
    await stopped;
    for (let turn = 0; turn < 50; turn += 1) await nextTurn();
    expect(ended, 'while an author is still being created').to.equal(false);
    bob.resolve(right('author bob' as UserId));
    await watched;
  });

  it('does not wait for a store that is away after it was aborted', async () => {
    let asked = 0;
    const { running } = stoppedWhileBobIsMade(async () => {
      asked += 1;
      return left({ kind: 'Away', why: 'gone' });
    });
    expect(await running).to.include({ imported: 1 });
    expect(asked).to.be.below(10);
  });
});
