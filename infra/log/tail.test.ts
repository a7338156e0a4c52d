import { expect } from 'chai';
import { BEGINNING, type Position } from '#domain/kernel/event.ts';
import type { EventId } from '#domain/kernel/ids.ts';
import { until } from '#infra/workshop/contract/log/sample-events.ts';
import { LogCutBack } from './event-log.ts';
import type { DecodedEvent } from './sealing/codec.ts';
import { type AppendedEntries, Tail, type TailEntry, type TailLimits } from './tail.ts';

const PAGE = 3;
const FAR_OFF_MS = 1_000_000;

/** A log that counts how often it is read. Its positions go up in tens, because positions need not be dense. */
const testLog = () => {
  const entries: Array<TailEntry> = [];
  let cuts = 0;
  const idOf = (position: Position): EventId =>
    `${String(cuts).padStart(8, '0')}-0000-7000-8000-${String(position).padStart(12, '0')}` as EventId;
  const listeners = new Set<(told?: AppendedEntries) => void>();
  const log = {
    reads: 0,
    away: false,
    /** @param telling passes the appended entries to the listeners, as the writer of the same process does. */
    append: (count: number, telling = false): void => {
      const after = entries.at(-1)?.position ?? BEGINNING;
      for (let n = 0; n < count; n++) {
        const position = BigInt(10 * (entries.length + 1));
        // The tail does not look at the decoded event.
        entries.push({ position, eventId: idOf(position), decoded: { position } as unknown as DecodedEvent, bytes: 1 });
      }
      for (const listener of listeners)
        listener(telling ? { after, entries: entries.filter(({ position }) => position > after) } : undefined);
    },
    head: async (): Promise<Position> => entries.at(-1)?.position ?? BEGINNING,
    idAt: async (position: Position) => entries.find((entry) => entry.position === position)?.eventId,
    cutBack: (through: Position): void => {
      while ((entries.at(-1)?.position ?? BEGINNING) > through) entries.pop();
      cuts++;
    },
    read: async (after: Position, known: EventId | undefined): Promise<ReadonlyArray<TailEntry>> => {
      log.reads++;
      if (log.away) throw new Error('the log is away');
      if (known !== undefined && (await log.idAt(after)) !== known) throw new LogCutBack(after);
      return entries.filter(({ position }) => position > after).slice(0, PAGE);
    },
    onAppended: (listener: (told?: AppendedEntries) => void) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    listeners,
  };
  return log;
};

const tailOf = (log: ReturnType<typeof testLog>, limits: Partial<TailLimits> = {}): Tail =>
  new Tail(log, { entries: 100, bytes: 1_000, pollMs: FAR_OFF_MS, ...limits });
const positions = (entries: ReadonlyArray<TailEntry>): ReadonlyArray<Position> =>
  entries.map(({ position }) => position);

describe('the tail of the log', () => {
  it('takes over passed entries and reads nothing back', async () => {
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

  it('reads the entries between its last one and the passed ones', async () => {
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

  it('takes an entry once that is passed to it while it reads', async () => {
    const log = testLog();
    const tail = tailOf(log);
    expect(await tail.reaches(BEGINNING)).to.equal(true);
    log.append(1);
    const { read } = log;
    log.read = async (after, known) => {
      log.append(1, true);
      const found = await read(after, known);
      log.append(1);
      return found;
    };
    await tail.grow();
    log.read = read;
    await tail.grow();
    expect(positions(tail.after(BEGINNING, 10))).to.deep.equal([10n, 20n, 30n]);
  });

  it('begins at the head and does not reach a follower that is further back', async () => {
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

  it('reads the log once for all followers that wait', async () => {
    const log = testLog();
    const tail = tailOf(log);
    await tail.reaches(BEGINNING);
    const waiting = [tail.grow(), tail.grow(), tail.grow()];
    log.append(1);
    await Promise.all(waiting);
    await Promise.all([tail.grow(), tail.grow()]);
    expect(positions(tail.after(BEGINNING, 10))).to.deep.equal([10n]);
    expect(log.reads, 'one look that found nothing yet, and one that found the entry').to.equal(2);
  });

  it('notices an entry that is appended while it looks', async () => {
    const log = testLog();
    const tail = tailOf(log);
    await tail.reaches(BEGINNING);
    const looked = tail.grow();
    // The look has begun and found nothing, and no listener has reported the entry yet.
    log.append(1);
    await looked;
    await tail.grow();
    expect(tail.after(BEGINNING, 10)).to.have.length(1);
    expect(log.listeners.size, 'only the tail itself listens between two looks').to.equal(1);
  });

  it('looks again after its poll interval when it hears nothing', async () => {
    const log = testLog();
    const tail = tailOf(log, { pollMs: 1 });
    await tail.reaches(BEGINNING);
    await tail.grow();
    await tail.grow();
    expect(log.reads).to.equal(2);
  });

  it('drops its oldest entries beyond its limits, in entries and in bytes', async () => {
    for (const limits of [{ entries: 4 }, { bytes: 4 }]) {
      const log = testLog();
      const tail = tailOf(log, limits);
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

  it('moves to the position of a follower that is further on', async () => {
    const log = testLog();
    const tail = tailOf(log);
    await tail.reaches(BEGINNING);
    log.append(9);
    expect(await tail.reaches(80n)).to.equal(true);
    await tail.grow();
    expect(positions(tail.after(80n, 10))).to.deep.equal([90n]);
    expect(await tail.reaches(BEGINNING)).to.equal(false);
  });

  it('rejects for all that wait while the log is away, and works again once it is back', async () => {
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

  for (const grown of [0, 1, 5])
    it(`fails at its next look when the log was cut back and has grown by ${grown} events since`, async () => {
      const log = testLog();
      log.append(4);
      const tail = tailOf(log, { pollMs: 1 });
      await tail.reaches(20n);
      await tail.grow();
      log.cutBack(20n);
      log.append(grown);
      const failure = await tail.grow().then(
        () => 'went on',
        (error: unknown) => error,
      );
      expect(failure).to.be.instanceOf(LogCutBack);
    });

  it('fails at its next look when all that it followed was cut off before anything was written', async () => {
    const log = testLog();
    log.append(2);
    const tail = tailOf(log, { pollMs: 1 });
    await tail.reaches(20n);
    log.cutBack(BEGINNING);
    expect(await tail.grow().catch((error: unknown) => error)).to.be.instanceOf(LogCutBack);
  });
});
