/** The contract that every event log keeps. The test file of an adapter opens an empty log for each test. */
import { expect } from 'chai';
import * as fc from 'fast-check';
import { BEGINNING, NO_REVISION, type Position } from '#domain/kernel/event.ts';
import type { StreamName } from '#domain/kernel/stream.ts';
import {
  type AppendOutcome,
  type EventLog,
  LogCutBack,
  type LoggedEvent,
  type StoredEvent,
  UnstorableAppend,
  type WrittenBatch,
} from '#infra/log/event-log.ts';
import { EVENT_BYTES_MAX, LOG_BATCH_EVENTS_MAX, STREAM_NAME_MAX } from '#infra/log/limits.ts';
import { storedEvent, streamNamed } from './sample-events.ts';

const A = streamNamed('message-a');
const B = streamNamed('message-b');
type Events = readonly [StoredEvent, ...ReadonlyArray<StoredEvent>];

const everything = async (log: EventLog): Promise<ReadonlyArray<LoggedEvent>> => {
  const all: Array<LoggedEvent> = [];
  for (;;) {
    const page = await log.readAll(all.at(-1)?.position ?? BEGINNING, 100);
    if (page.length === 0) return all;
    all.push(...page);
  }
};

const rejection = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => expect.fail('it should have been refused'),
    (error: unknown) => error,
  );

export const eventLogContract = (
  name: string,
  open: () => Promise<{ readonly log: EventLog; readonly close: () => Promise<void> }>,
): void => {
  describe(`the event log contract, kept by ${name}`, () => {
    let log: EventLog;
    let close: () => Promise<void>;
    beforeEach(async () => {
      ({ log, close } = await open());
    });
    afterEach(() => close());

    const append = (stream: StreamName, expected: number, ...events: Events): Promise<AppendOutcome> =>
      log.append(stream, expected, events);

    it('begins empty', async () => {
      expect(await log.head()).to.equal(BEGINNING);
      expect(await log.readAll(BEGINNING, 10)).to.deep.equal([]);
      expect(await log.readStream(A, NO_REVISION)).to.deep.equal({ events: [], head: NO_REVISION });
      expect(await log.readStream(A, 7), 'a revision that the stream never had').to.deep.equal({
        events: [],
        head: NO_REVISION,
      });
    });

    it('returns appended events byte for byte, with their places', async () => {
      const odd = [
        '{"b" : 1,\n "a":1.0, "b": 2}',
        '"\\u0000 \\ud800 \\/ \\u00e9 é 🜁"',
        '[1e400, 9007199254740993]',
        'null',
      ];
      const events = odd.map((data, at) => ({
        ...storedEvent(data),
        schemaVersion: at + 1,
        metadata: `{"n": "${at}"}`,
      }));
      const [first, ...rest] = events;
      if (first === undefined) return;
      const outcome = await append(A, NO_REVISION, first, ...rest);
      const head = await log.head();
      expect(outcome).to.deep.equal({ kind: 'Appended', position: head, revision: 3, repeated: false });
      const { events: read } = await log.readStream(A, NO_REVISION);
      expect(read.map(({ position: _, ...event }) => event)).to.deep.equal(
        events.map((event, revision) => ({ ...event, stream: A, revision })),
      );
      expect(read.at(-1)?.position).to.equal(head);
      expect(await log.readAll(BEGINNING, 10)).to.deep.equal(read);
    });

    it('refuses an append that expects another head, names the head, and stores nothing', async () => {
      await append(A, NO_REVISION, storedEvent(), storedEvent());
      for (const expected of [NO_REVISION, 0, 2, 1_000])
        expect(await append(A, expected, storedEvent()), `expecting ${expected}`).to.deep.equal({
          kind: 'RevisionConflict',
          actual: 1,
        });
      expect(await append(B, 0, storedEvent())).to.deep.equal({ kind: 'RevisionConflict', actual: NO_REVISION });
      expect(await everything(log)).to.have.length(2);
    });

    it('lets exactly one of many racing appends through', async () => {
      const racers = Array.from({ length: 20 }, () => storedEvent());
      const outcomes = await Promise.all(racers.map((event) => append(A, NO_REVISION, event)));
      const winner = outcomes.findIndex(({ kind }) => kind === 'Appended');
      expect(outcomes.filter(({ kind }) => kind === 'Appended')).to.have.length(1);
      expect((await log.readStream(A, NO_REVISION)).events.map(({ eventId }) => eventId)).to.deep.equal([
        racers[winner]?.eventId,
      ]);
    });

    it('accepts appends that build on each other and were sent without waiting', async () => {
      const outcomes = await Promise.all([0, 1, 2, 3, 4].map((n) => append(A, n - 1, storedEvent(`${n}`))));
      expect(outcomes.map((outcome) => outcome.kind === 'Appended' && outcome.revision)).to.deep.equal([0, 1, 2, 3, 4]);
      expect((await log.readStream(A, NO_REVISION)).events.map(({ data }) => data)).to.deep.equal([
        '0',
        '1',
        '2',
        '3',
        '4',
      ]);
    });

    it('keeps the events of one append together', async () => {
      await Promise.all(
        [A, B].map((stream) => append(stream, NO_REVISION, storedEvent(), storedEvent(), storedEvent())),
      );
      const streams = (await everything(log)).map(({ stream }) => stream);
      expect([
        [A, A, A, B, B, B],
        [B, B, B, A, A, A],
      ]).to.deep.include(streams);
    });

    describe('that gets an append with the same ids at the same place again', () => {
      it('answers as before and stores nothing more', async () => {
        const events: Events = [storedEvent(), storedEvent()];
        const first = await append(A, NO_REVISION, ...events);
        await append(B, NO_REVISION, storedEvent());
        expect(await append(A, NO_REVISION, ...events)).to.deep.equal({ ...first, repeated: true });
        await append(A, 1, storedEvent());
        expect(await append(A, NO_REVISION, ...events), 'after later events').to.deep.equal({
          ...first,
          repeated: true,
        });
        expect(await everything(log)).to.have.length(4);
      });

      it('compares ids only, because a text that is sealed again has other bytes', async () => {
        const event = storedEvent('{"text":"one sealing"}');
        await append(A, NO_REVISION, event);
        const again = await append(A, NO_REVISION, { ...event, data: '{"text":"another"}' });
        expect(again).to.include({ kind: 'Appended', repeated: true });
        expect((await log.readStream(A, NO_REVISION)).events.map(({ data }) => data)).to.deep.equal([event.data]);
      });

      it('reports all but one of many equal appends as repeated', async () => {
        const event = storedEvent();
        const outcomes = await Promise.all(Array.from({ length: 10 }, () => append(A, NO_REVISION, event)));
        expect(outcomes.filter((outcome) => outcome.kind === 'Appended' && !outcome.repeated)).to.have.length(1);
        expect(outcomes.filter((outcome) => outcome.kind === 'Appended' && outcome.repeated)).to.have.length(9);
        expect(await everything(log)).to.have.length(1);
      });

      it('reports a conflict when only some ids are the same, or when they stand elsewhere', async () => {
        const [one, two, three]: [StoredEvent, StoredEvent, StoredEvent] = [
          storedEvent(),
          storedEvent(),
          storedEvent(),
        ];
        await append(A, NO_REVISION, one, two);
        const conflict = { kind: 'RevisionConflict', actual: 1 };
        expect(await append(A, NO_REVISION, one, three), 'one differs').to.deep.equal(conflict);
        expect(await append(A, NO_REVISION, two, one), 'another order').to.deep.equal(conflict);
        expect(await append(A, NO_REVISION, one, two, three), 'one more').to.deep.equal(conflict);
        expect(await append(A, 0, one), 'another place').to.deep.equal(conflict);
        expect(await append(A, 0, two), 'a part of the append, at its place').to.include({
          kind: 'Appended',
          repeated: true,
        });
      });
    });

    it('reads a stream from any revision and names its head', async () => {
      await append(A, NO_REVISION, storedEvent('0'), storedEvent('1'), storedEvent('2'));
      await append(B, NO_REVISION, storedEvent('"other"'));
      const readFrom = async (revision: number) => {
        const { events, head } = await log.readStream(A, revision);
        return [head, ...events.map(({ data }) => data)];
      };
      expect(await readFrom(NO_REVISION)).to.deep.equal([2, '0', '1', '2']);
      expect(await readFrom(0)).to.deep.equal([2, '1', '2']);
      expect(await readFrom(2)).to.deep.equal([2]);
      expect(await readFrom(9)).to.deep.equal([2]);
    });

    it('reads the whole log from any position, in order, page by page', async () => {
      for (let n = 0; n < 7; n++) await append(streamNamed(`s-${n % 3}`), Math.floor(n / 3) - 1, storedEvent(`${n}`));
      const all = await everything(log);
      expect(all.map(({ data }) => data)).to.deep.equal(['0', '1', '2', '3', '4', '5', '6']);
      const page = await log.readAll(all[1]?.position ?? BEGINNING, 3);
      expect(page).to.deep.equal(all.slice(2, 5));
      expect(await log.readAll(await log.head(), 3)).to.deep.equal([]);
    });

    it('reads the event at exactly one position, and none between two or beyond the end', async () => {
      for (let n = 0; n < 4; n++) await append(streamNamed(`s-${n}`), NO_REVISION, storedEvent(`${n}`));
      const all = await everything(log);
      for (const event of all) expect(await log.eventAt(event.position)).to.deep.equal(event);
      const places = new Set(all.map(({ position }) => position));
      for (const near of [BEGINNING, ...all.flatMap(({ position }) => [position - 1n, position + 1n])])
        if (!places.has(near)) expect(await log.eventAt(near), `at ${near}`).to.equal(undefined);
    });

    it('goes on after a known event, and fails when another one or none stands at its place', async () => {
      for (let n = 0; n < 4; n++) await append(streamNamed(`s-${n}`), NO_REVISION, storedEvent(`${n}`));
      const all = await everything(log);
      for (const [at, { position, eventId }] of all.entries())
        expect(await log.readAll(position, 2, eventId)).to.deep.equal(all.slice(at + 1, at + 3));
      const [first, second] = all;
      if (first === undefined || second === undefined) throw new Error('the log is too short');
      const beyond = (await log.head()) + 1_000_000n;
      for (const [position, id] of [
        [first.position, second.eventId],
        [beyond, second.eventId],
      ] as const)
        expect(await rejection(log.readAll(position, 2, id))).to.be.instanceOf(LogCutBack);
    });

    it('counts the events after a position, up to the given number', async () => {
      for (let n = 0; n < 7; n++) await append(streamNamed(`s-${n}`), NO_REVISION, storedEvent(), storedEvent());
      const places = [BEGINNING, ...(await everything(log)).map(({ position }) => position)];
      const counts = await Promise.all(places.map((place) => log.countAfter(place, 100)));
      expect(counts).to.deep.equal(places.map((_, at) => 14 - at));
      expect(await log.countAfter(BEGINNING, 3)).to.equal(3);
      expect(await log.countAfter(await log.head(), 3)).to.equal(0);
    });

    it('refuses appends that can never be stored, and stores the others of the same batch', async () => {
      const huge = storedEvent(JSON.stringify('x'.repeat(EVENT_BYTES_MAX)));
      const twice = storedEvent();
      const [one, ...many] = Array.from({ length: LOG_BATCH_EVENTS_MAX + 1 }, () => storedEvent());
      const bad: ReadonlyArray<readonly [string, StreamName, Events]> = [
        ['broken JSON', streamNamed('s-1'), [storedEvent('{"a":')]],
        ['a raw NUL', streamNamed('s-2'), [storedEvent('"\u0000"')]],
        ['a lone surrogate', streamNamed('s-3'), [storedEvent('"\ud800"')]],
        ['too many bytes', streamNamed('s-4'), [huge]],
        ['a space in the stream name', streamNamed('s 5'), [storedEvent()]],
        ['an endless stream name', streamNamed('s'.repeat(STREAM_NAME_MAX + 1)), [storedEvent()]],
        ['an id twice', streamNamed('s-7'), [twice, twice]],
        ['a schema version of zero', streamNamed('s-8'), [{ ...storedEvent(), schemaVersion: 0 }]],
        ['too many events', streamNamed('s-9'), [one ?? storedEvent(), ...many]],
        ['one bad event behind a good one', streamNamed('s-10'), [storedEvent(), storedEvent('{')]],
      ];
      const good = bad.map((_, at) => streamNamed(`good-${at}`));
      const refusals = bad.map(([, stream, events]) => rejection(append(stream, NO_REVISION, ...events)));
      const appended = good.map((stream) => append(stream, NO_REVISION, storedEvent()));
      (await Promise.all(refusals)).forEach((error, at) => {
        expect(error, bad[at]?.[0]).to.be.instanceOf(UnstorableAppend);
      });
      for (const outcome of await Promise.all(appended)) expect(outcome.kind).to.equal('Appended');
      expect((await everything(log)).map(({ stream }) => stream)).to.have.members(good);
    });

    it('calls its listeners when it grows', async () => {
      const heard: Array<string> = [];
      const stopOne = log.onAppended(() => heard.push('one'));
      const stopTwo = log.onAppended(() => heard.push('two'));
      await append(A, NO_REVISION, storedEvent());
      expect(heard).to.have.members(['one', 'two']);
      stopOne();
      await append(A, 0, storedEvent());
      expect(heard).to.have.members(['one', 'two', 'two']);
      stopTwo();
    });

    it('passes listeners only stored events, as the very objects that were appended', async () => {
      const told: Array<WrittenBatch> = [];
      const stop = log.onAppended((written) => {
        if (written !== undefined) told.push(written);
      });
      const given = [storedEvent('1'), storedEvent('2'), storedEvent('3')] as const;
      await Promise.all([
        append(A, NO_REVISION, given[0], given[1]),
        append(B, NO_REVISION, given[2]),
        append(A, NO_REVISION, storedEvent('"refused"')),
      ]);
      stop();
      // An adapter that does not know the events passes none. The events that it passes must be right.
      for (const { after, events } of told)
        expect(
          events.map(({ position, stream, revision, stored }) => ({ ...stored, position, stream, revision })),
        ).to.deep.equal((await log.readAll(after, events.length)).map((event) => ({ ...event })));
      const handed = told.flatMap(({ events }) => events.map(({ stored }) => stored));
      expect(handed.every((stored) => given.some((event) => event === stored))).to.equal(true);
    });

    it('stays consistent under any mix of concurrent appends', async () => {
      const attempt = fc.record({
        stream: fc.constantFrom('x', 'y', 'z'),
        expected: fc.integer({ min: -1, max: 4 }),
        events: fc.integer({ min: 1, max: 3 }),
        pause: fc.boolean(),
      });
      let run = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(attempt, { maxLength: 25 }), async (attempts) => {
          run++;
          const told: Array<
            Promise<{ readonly events: Events; readonly stream: StreamName; readonly outcome: AppendOutcome }>
          > = [];
          for (const { stream: kind, expected, events: count, pause } of attempts) {
            const stream = streamNamed(`${run}-${kind}`);
            const events: Events = [storedEvent(), ...Array.from({ length: count - 1 }, () => storedEvent())];
            told.push(append(stream, expected, ...events).then((outcome) => ({ events, stream, outcome })));
            if (pause) await told.at(-1);
          }
          const answers = await Promise.all(told);
          for (const kind of ['x', 'y', 'z']) {
            const stream = streamNamed(`${run}-${kind}`);
            const { events, head } = await log.readStream(stream, NO_REVISION);
            expect(events.map(({ revision }) => revision)).to.deep.equal(events.map((_, at) => at));
            expect(head).to.equal(events.length - 1);
            const accepted = answers.filter((answer) => answer.stream === stream && answer.outcome.kind === 'Appended');
            expect(events.map(({ eventId }) => eventId)).to.have.members(
              accepted.flatMap((answer) => answer.events.map(({ eventId }) => eventId)),
            );
            for (const { events: mine, outcome } of accepted) {
              if (outcome.kind !== 'Appended') continue;
              const last = events[outcome.revision];
              expect(last?.eventId).to.equal(mine.at(-1)?.eventId);
              expect(last?.position).to.equal(outcome.position);
            }
          }
        }),
        { numRuns: 30 },
      );
      const positions: ReadonlyArray<Position> = (await everything(log)).map(({ position }) => position);
      expect(positions.every((position, at) => at === 0 || position > (positions[at - 1] ?? position))).to.equal(true);
      expect(await log.head()).to.equal(positions.at(-1) ?? BEGINNING);
    });
  });
};
