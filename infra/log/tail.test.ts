import { expect } from 'chai';
import { BEGINNING, type Position } from '#domain/kernel/event.ts';
import { until } from '#infra/workshop/contract/log/sample-events.ts';
import type { Decoded } from './sealing/codec.ts';
import { Tail, type TailBounds, type TailEntry, type Told } from './tail.ts';

const PAGE = 3;
const FAR_OFF_MS = 1_000_000;

/** A log of entries that tells how often it was read. Positions need not be dense: they go up in tens. */
const testLog = () => {
  const entries: Array<TailEntry> = [];
  const listeners = new Set<(told?: Told) => void>();
  const log = {
    reads: 0,
    away: false,
    /** @param telling says what it was, as the writer of the same process does. */
    append: (count: number, telling = false): void => {
      const after = entries.at(-1)?.position ?? BEGINNING;
      for (let n = 0; n < count; n++) {
        const position = BigInt(10 * (entries.length + 1));
        // The tail does not look at what it holds.
        entries.push({ position, decoded: { position } as unknown as Decoded, bytes: 1 });
      }
      for (const listener of listeners)
        listener(telling ? { after, entries: entries.filter(({ position }) => position > after) } : undefined);
    },
    head: async (): Promise<Position> => entries.at(-1)?.position ?? BEGINNING,
    read: async (after: Position): Promise<ReadonlyArray<TailEntry>> => {
      log.reads++;
      if (log.away) throw new Error('the log is away');
      return entries.filter(({ position }) => position > after).slice(0, PAGE);
    },
    onAppended: (listener: (told?: Told) => void) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    listeners,
  };
  return log;
};

const tailOf = (log: ReturnType<typeof testLog>, bounds: Partial<TailBounds> = {}): Tail =>
  new Tail(log, { entries: 100, bytes: 1_000, pollMs: FAR_OFF_MS, ...bounds });
const positions = (entries: ReadonlyArray<TailEntry>): ReadonlyArray<Position> =>
  entries.map(({ position }) => position);

describe('the tail of the log', () => {
  it('takes what it is told, and reads nothing back', async () => {
    const log = testLog();
    log.append(2);
    const tail = tailOf(log);
    expect(await tail.reaches(20n)).to.equal(true);
    log.append(2, true);
    expect(positions(tail.after(20n, 10))).to.deep.equal([30n, 40n]);
    const waiting = tail.grow();
    log.append(1, true);
    await waiting;
    expect(positions(tail.after(20n, 10))).to.deep.equal([30n, 40n, 50n]);
    expect(log.reads).to.equal(0);
  });

  it('reads what was written between what it holds and what it is told', async () => {
    const log = testLog();
    const tail = tailOf(log);
    expect(await tail.reaches(BEGINNING)).to.equal(true);
    log.append(1, true);
    log.append(1);
    log.append(1, true);
    expect(positions(tail.after(BEGINNING, 10))).to.deep.equal([10n]);
    await tail.grow();
    expect(positions(tail.after(BEGINNING, 10))).to.deep.equal([10n, 20n, 30n]);
    log.append(1, true);
    expect(positions(tail.after(30n, 10))).to.deep.equal([40n]);
  });

  it('takes nothing twice that it is told while it reads', async () => {
    const log = testLog();
    const tail = tailOf(log);
    expect(await tail.reaches(BEGINNING)).to.equal(true);
    log.append(1);
    const { read } = log;
    log.read = async (after) => {
      log.append(1, true);
      const found = await read(after);
      log.append(1);
      return found;
    };
    await tail.grow();
    log.read = read;
    await tail.grow();
    expect(positions(tail.after(BEGINNING, 10))).to.deep.equal([10n, 20n, 30n]);
  });

  it('begins at the head: who is there follows it, who is further back does not', async () => {
    const log = testLog();
    log.append(5);
    const tail = tailOf(log);
    expect(await tail.reaches(50n)).to.equal(true);
    expect(await tail.reaches(40n)).to.equal(false);
    log.append(2);
    await tail.grow();
    expect(positions(tail.after(50n, 10))).to.deep.equal([60n, 70n]);
    expect(positions(tail.after(60n, 10))).to.deep.equal([70n]);
    expect(positions(tail.after(50n, 1))).to.deep.equal([60n]);
    expect(tail.after(70n, 10)).to.deep.equal([]);
  });

  it('is read once for all who wait', async () => {
    const log = testLog();
    const tail = tailOf(log);
    await tail.reaches(BEGINNING);
    const waiting = [tail.grow(), tail.grow(), tail.grow()];
    log.append(1);
    await Promise.all(waiting);
    await Promise.all([tail.grow(), tail.grow()]);
    expect(positions(tail.after(BEGINNING, 10))).to.deep.equal([10n]);
    expect(log.reads, 'one look that found nothing yet, and one that did').to.equal(2);
  });

  it('hears what is appended while it looks', async () => {
    const log = testLog();
    const tail = tailOf(log);
    await tail.reaches(BEGINNING);
    const looked = tail.grow();
    // The look has begun and found nothing; nobody has told it yet.
    log.append(1);
    await looked;
    await tail.grow();
    expect(tail.after(BEGINNING, 10)).to.have.length(1);
    expect(log.listeners.size, 'and only the tail itself listens in between').to.equal(1);
  });

  it('looks again after a while when it hears nothing', async () => {
    const log = testLog();
    const tail = tailOf(log, { pollMs: 1 });
    await tail.reaches(BEGINNING);
    await tail.grow();
    await tail.grow();
    expect(log.reads).to.equal(2);
  });

  it('forgets what is oldest beyond its bounds, in entries and in bytes', async () => {
    for (const bounds of [{ entries: 4 }, { bytes: 4 }]) {
      const log = testLog();
      const tail = tailOf(log, bounds);
      await tail.reaches(BEGINNING);
      log.append(6);
      await tail.grow();
      expect(await tail.reaches(BEGINNING)).to.equal(true);
      await tail.grow();
      expect(await tail.reaches(BEGINNING)).to.equal(false);
      expect(await tail.reaches(20n)).to.equal(true);
      expect(positions(tail.after(20n, 10))).to.deep.equal([30n, 40n, 50n, 60n]);
    }
  });

  it('moves on to where somebody is who is further on', async () => {
    const log = testLog();
    const tail = tailOf(log);
    await tail.reaches(BEGINNING);
    log.append(9);
    expect(await tail.reaches(80n)).to.equal(true);
    await tail.grow();
    expect(positions(tail.after(80n, 10))).to.deep.equal([90n]);
    expect(await tail.reaches(BEGINNING)).to.equal(false);
  });

  it('tells everybody who waits when the log is away, and goes on once it is back', async () => {
    const log = testLog();
    const tail = tailOf(log);
    await tail.reaches(BEGINNING);
    log.away = true;
    const failures = await Promise.allSettled([tail.grow(), tail.grow()]);
    expect(failures.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected']);
    log.away = false;
    log.append(1);
    await tail.grow();
    expect(tail.after(BEGINNING, 10)).to.have.length(1);
    await until(() => log.listeners.size === 1);
  });
});
