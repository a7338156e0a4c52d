/** Stages known faults of the client and of the network on the double. A naive adapter fails every test here. */
import { expect } from 'chai';
import { BEGINNING, NO_REVISION } from '#domain/kernel/event.ts';
import { storedEvent, streamNamed, until } from '#infra/workshop/contract/log/sample-events.ts';
import { type Double, openDouble } from '#infra/workshop/testkit/eventstoredb/double.ts';
import { type LoggedEvent, LogUnavailable, UnstorableAppend } from '../event-log.ts';
import type { OpenedLog } from '../opened-log.ts';
import { type EventStoreDbOptions, openEventStoreDbLog } from './eventstoredb-event-log.ts';

const A = streamNamed('message-a');
const B = streamNamed('message-b');
/** Time limits for most tests: long enough for a busy machine to answer, short enough to give up soon. */
const USUAL: Omit<EventStoreDbOptions, 'url'> = {
  append: { answerWithinMs: 1_000, appendWithinMs: 20_000 },
  follow: { backOffFirstMs: 5, backOffMaxMs: 50, confirmWithinMs: 1_000 },
};

/** Time limits for tests in which no answer will ever come. */
const SOON: Partial<EventStoreDbOptions> = { append: { ...USUAL.append, appendWithinMs: 1_500 } };
/** Time limits for tests in which nothing breaks, so that a busy machine has time. */
const PATIENT: Partial<EventStoreDbOptions> = { append: { answerWithinMs: 10_000, appendWithinMs: 20_000 } };

const failureOf = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => expect.fail('it should have failed'),
    (error: unknown) => error,
  );

describe('a log on EventStoreDB', () => {
  let double: Double;
  let opened: OpenedLog[];
  const open = async (more: Partial<EventStoreDbOptions> = {}): Promise<OpenedLog> => {
    const log = await openEventStoreDbLog({ url: double.url(), ...USUAL, ...more });
    opened.push(log);
    return log;
  };
  beforeEach(async () => {
    double = await openDouble();
    opened = [];
  });
  afterEach(async () => {
    double.fate = () => 'done';
    await Promise.all(opened.map((log) => log.close()));
    await double.close();
  });
  /** Sets the fates of the next appends, in the order they arrive. All later appends succeed. */
  const fates = (...next: ReadonlyArray<ReturnType<Double['fate']>>): void => {
    const left = [...next];
    double.fate = () => left.shift() ?? 'done';
  };
  const stored = () => double.records.all.filter(({ type }) => type === 'test.happened');

  describe('an append', () => {
    it('is tried again when it never arrives, and stored once', async () => {
      const log = await open();
      fates('lost');
      expect(await log.append(A, NO_REVISION, [storedEvent()])).to.include({ kind: 'Appended', repeated: false });
      expect(stored()).to.have.length(1);
    });

    it('is settled by a read when it is stored and never answered, and is stored once', async () => {
      const log = await open();
      fates('stored, unanswered');
      const outcome = await log.append(A, NO_REVISION, [storedEvent()]);
      expect(outcome).to.deep.equal({
        kind: 'Appended',
        revision: 0,
        position: await log.head(),
        repeated: false,
      });
      expect(stored()).to.have.length(1);
    });

    it('is settled by a read when it is stored and answered with a failure', async () => {
      const log = await open();
      fates('stored, refused');
      const outcome = await log.append(A, NO_REVISION, [storedEvent(), storedEvent()]);
      expect(outcome).to.deep.include({ kind: 'Appended', revision: 1, position: await log.head(), repeated: false });
      expect(stored()).to.have.length(2);
    });

    it('is not stored twice when it arrives after it was given up', async () => {
      const log = await open();
      const { promise: late, resolve } = Promise.withResolvers<void>();
      fates({ after: late });
      const outcome = await log.append(A, NO_REVISION, [storedEvent('"late"')]);
      resolve();
      expect(outcome).to.include({ kind: 'Appended', revision: 0 });
      await log.append(B, NO_REVISION, [storedEvent()]);
      expect(stored()).to.have.length(2);
    });

    it('fails in time when every try is lost, and is stored once when it is repeated with the same ids', async () => {
      const log = await open(SOON);
      const event = storedEvent();
      double.fate = () => 'lost';
      expect(await failureOf(log.append(A, NO_REVISION, [event]))).to.be.instanceOf(LogUnavailable);
      double.fate = () => 'done';
      expect(await log.append(A, NO_REVISION, [event])).to.include({ kind: 'Appended', revision: 0 });
      expect(stored()).to.have.length(1);
    });

    it('survives a connection that drops while it is under way', async () => {
      const log = await open();
      double.fate = () => {
        void double.goAway().then(() => double.comeBack());
        double.fate = () => 'done';
        return 'lost';
      };
      expect(await log.append(A, NO_REVISION, [storedEvent()])).to.include({ kind: 'Appended', revision: 0 });
      expect(stored()).to.have.length(1);
    });

    it('reports the true head on a conflict, not the one that the client reports', async () => {
      const [one, two] = [await open(), await open()];
      for (let n = 0; n < 42; n += 1) await one.append(A, n - 1, [storedEvent()]);
      await two.readStream(A, NO_REVISION);
      await one.append(A, 41, [storedEvent()]);
      expect(await two.append(A, 41, [storedEvent()])).to.deep.equal({ kind: 'RevisionConflict', actual: 42 });
    });

    it('is not overtaken by the next append to the same stream', async () => {
      const log = await open();
      const { promise: slow, resolve } = Promise.withResolvers<void>();
      fates({ after: slow });
      const both = [log.append(A, NO_REVISION, [storedEvent('1')]), log.append(A, 0, [storedEvent('2')])];
      await until(() => double.appends() > 1);
      // An append to another stream does not wait for it.
      await log.append(B, NO_REVISION, [storedEvent('"other"')]);
      resolve();
      expect((await Promise.all(both)).map(({ kind }) => kind)).to.deep.equal(['Appended', 'Appended']);
      expect((await log.readStream(A, NO_REVISION)).events.map(({ data }) => data)).to.deep.equal(['1', '2']);
    });

    it('is reported as repeated when another process has made it', async () => {
      const [one, two] = [await open(), await open()];
      const event = storedEvent();
      await until(() => two.writable());
      let heard = false;
      two.onAppended(() => {
        heard = true;
      });
      const first = await one.append(A, NO_REVISION, [event]);
      await until(() => heard);
      expect(await two.append(A, NO_REVISION, [event])).to.deep.equal({ ...first, repeated: true });
    });

    it('is reported as repeated when it was made before this process started or while it was disconnected', async () => {
      const event = storedEvent();
      const one = await open();
      const first = await one.append(A, NO_REVISION, [event]);
      const two = await open();
      expect(await two.append(A, NO_REVISION, [event])).to.deep.equal({ ...first, repeated: true });
      const deaf = await open({ follow: { backOffFirstMs: 60_000, backOffMaxMs: 60_000 } });
      await until(() => deaf.writable());
      await double.goAway();
      await until(() => !deaf.writable() && !one.writable());
      await double.comeBack();
      await until(() => one.writable());
      const later = storedEvent();
      const second = await one.append(B, NO_REVISION, [later]);
      expect(await deaf.append(B, NO_REVISION, [later])).to.deep.equal({ ...second, repeated: true });
    });

    it('goes to the leader that the server names', async () => {
      const leader = await openDouble();
      const log = await open();
      double.fate = () => ({ notLeader: leader.port });
      expect(await log.append(A, NO_REVISION, [storedEvent()])).to.include({ kind: 'Appended', revision: 0 });
      expect(leader.records.all.filter(({ type }) => type === 'test.happened')).to.have.length(1);
      await log.close();
      await leader.close();
    });

    it('is not tried again when its user is refused', async () => {
      const log = await open();
      const before = double.appends();
      double.fate = () => 'access denied';
      const error = await failureOf(log.append(A, NO_REVISION, [storedEvent()]));
      expect(error)
        .to.be.instanceOf(LogUnavailable)
        .and.to.have.property('message')
        .that.includes('its user lacks that right');
      expect(double.appends() - before).to.equal(1);
    });

    it('can never be stored when the server finds it too large', async () => {
      const log = await open();
      double.appendBytesMax = 1_000;
      const large = storedEvent(JSON.stringify('x'.repeat(2_000)));
      expect(await failureOf(log.append(A, NO_REVISION, [large]))).to.be.instanceOf(UnstorableAppend);
      expect(await log.append(A, NO_REVISION, [storedEvent()])).to.include({ kind: 'Appended' });
    });

    it('is refused when its type is reserved for the server', async () => {
      const log = await open();
      const own = { ...storedEvent(), type: '$statsCollected' };
      expect(await failureOf(log.append(A, NO_REVISION, [own]))).to.be.instanceOf(UnstorableAppend);
    });

    it('is refused at once when too many appends wait', async () => {
      const log = await open({ append: { ...SOON.append, appends: 3 } });
      double.fate = () => 'lost';
      const outcomes = await Promise.all(
        Array.from({ length: 5 }, (_, n) => failureOf(log.append(streamNamed(`s-${n}`), NO_REVISION, [storedEvent()]))),
      );
      const whys = outcomes.map((error) => (error instanceof LogUnavailable ? error.message : ''));
      expect(whys.filter((why) => why.includes('too many appends'))).to.have.length(2);
      expect(whys.filter((why) => why === '')).to.deep.equal([]);
    });

    it('is answered when the log is closed while it is under way, and refused afterwards', async () => {
      const log = await open();
      const { promise: slow, resolve } = Promise.withResolvers<void>();
      fates({ after: slow });
      const appended = log.append(A, NO_REVISION, [storedEvent()]);
      await until(() => double.appends() > 1);
      const closed = log.close();
      resolve();
      expect(await appended).to.include({ kind: 'Appended' });
      await closed;
      expect(await failureOf(log.append(A, 0, [storedEvent()]))).to.be.instanceOf(LogUnavailable);
      expect(await failureOf(log.readAll(BEGINNING, 1))).to.be.instanceOf(LogUnavailable);
    });
  });

  describe('a server', () => {
    it('is reported as away, in our own words, when it is away at the start', async () => {
      await double.goAway();
      expect(await failureOf(open())).to.be.instanceOf(LogUnavailable);
      await double.comeBack();
      expect(await (await open()).head()).to.equal(BEGINNING);
    });

    it('is found as the leader of a cluster whose other node is away, and again after an outage', async () => {
      const gone = await openDouble('away');
      const cluster = `esdb://127.0.0.1:${gone.port},127.0.0.1:${double.port}?tls=false&discoveryInterval=10`;
      const log = await open({ ...SOON, url: cluster });
      expect(await log.append(A, NO_REVISION, [storedEvent()])).to.include({ kind: 'Appended' });
      await double.goAway();
      // The given-up append may still arrive, so it is repeated with the same id.
      const event = storedEvent();
      expect(await failureOf(log.append(A, 0, [event]))).to.be.instanceOf(LogUnavailable);
      await double.comeBack();
      await until(() => log.writable());
      expect(await log.append(A, 0, [event])).to.include({ kind: 'Appended', revision: 1 });
      await gone.close();
    });

    it('is given up in time when it falls silent', async () => {
      const log = await open();
      await log.append(A, NO_REVISION, [storedEvent()]);
      double.silent = true;
      expect(await failureOf(log.readStream(A, NO_REVISION))).to.be.instanceOf(LogUnavailable);
      expect(await failureOf(log.readAll(BEGINNING, 10))).to.be.instanceOf(LogUnavailable);
      expect(await failureOf(log.head())).to.be.instanceOf(LogUnavailable);
      double.silent = false;
      expect((await log.readStream(A, NO_REVISION)).head).to.equal(0);
    });

    it('is used again after an outage without help, and has lost nothing', async () => {
      const log = await open(SOON);
      await until(() => log.writable());
      await log.append(A, NO_REVISION, [storedEvent('"before"')]);
      await double.goAway();
      await until(() => !log.writable());
      const during = storedEvent('"during"');
      expect(await failureOf(log.append(A, 0, [during]))).to.be.instanceOf(LogUnavailable);
      expect(await failureOf(log.readAll(BEGINNING, 10))).to.be.instanceOf(LogUnavailable);
      await double.comeBack();
      await until(() => log.writable());
      expect(await log.append(A, 0, [during])).to.include({ kind: 'Appended', revision: 1 });
      expect((await log.readAll(BEGINNING, 10)).map(({ data }) => data)).to.deep.equal(['"before"', '"during"']);
    });

    it('is asked again when it never confirms the subscription', async () => {
      const log = await open();
      await until(() => log.writable());
      double.silent = true;
      await double.goAway();
      await until(() => !log.writable());
      const before = double.subscriptions();
      const asked = double.reads();
      await double.comeBack();
      // The subscription has arrived, and the server will not answer it.
      await until(() => double.reads() > asked);
      double.silent = false;
      await until(() => log.writable());
      expect(double.subscriptions() - before).to.equal(1);
    });

    it('is asked over one connection, even for many calls at once', async () => {
      const log = await open(PATIENT);
      await until(() => log.writable());
      const streams = Array.from({ length: 20 }, (_, n) => streamNamed(`s-${n}`));
      await Promise.all(
        streams.flatMap((stream) => [
          log.append(stream, NO_REVISION, [storedEvent()]),
          log.readStream(stream, NO_REVISION),
          log.readAll(BEGINNING, 10),
          log.head(),
        ]),
      );
      expect(double.connections()).to.equal(1);
    });

    it('sends hardly more events than were asked for', async () => {
      const log = await open();
      for (let n = 0; n < 30; n += 1) {
        const [first, ...rest] = Array.from({ length: 100 }, () => storedEvent());
        if (first !== undefined) await log.append(streamNamed(`s-${n}`), NO_REVISION, [first, ...rest]);
      }
      const before = double.sent();
      expect(await log.readAll(BEGINNING, 10)).to.have.length(10);
      expect(double.sent() - before).to.be.lessThan(50);
    });
  });

  describe('a server that holds many events of other programs', () => {
    const stranger = { contentType: 'application/json', data: Buffer.from('{}'), metadata: new Uint8Array() };
    const ofOthers = (events: number): void => {
      for (let n = 0; n < events; n += 1)
        double.records.addOfOthers(`orders-${n}`, { ...stranger, id: crypto.randomUUID(), type: 'ordered' });
    };
    /** Returns the answer and the number of events that the server sent for it. */
    const sentFor = async <A>(work: () => Promise<A>): Promise<readonly [answer: A, sent: number]> => {
      const before = double.sent();
      const answer = await work();
      return [answer, double.sent() - before];
    };
    const places = (events: ReadonlyArray<LoggedEvent>) => events.map(({ position }) => position);

    it('is not read before the beginning of the log, and positions count from there', async () => {
      ofOthers(3_000);
      const log = await open(PATIENT);
      const questions = [
        () => log.head(),
        () => log.readAll(BEGINNING, 500),
        () => log.newest(500),
        () => log.countAfter(BEGINNING, 500),
      ];
      for (const ask of questions) expect((await sentFor<unknown>(ask))[1]).to.be.lessThan(1_100);
      for (const ask of questions.slice(0, 2)) expect((await sentFor<unknown>(ask))[1]).to.be.lessThan(50);
      const appended = await log.append(A, NO_REVISION, [storedEvent('"ours"')]);
      const [ours] = await log.readAll(BEGINNING, 10);
      expect(appended).to.include({ position: ours?.position }).and.not.to.include({ position: BEGINNING });
      expect(Number(ours?.position), "bytes after the log's name, and few of them").to.be.within(1, 3_000);
      expect(places(await log.newest(10))).to.deep.equal([ours?.position]);
      expect(await log.head()).to.equal(ours?.position);
    });

    it('is read once, however often a follower looks for new events, and no event is skipped', async () => {
      const log = await open(PATIENT);
      await log.append(A, NO_REVISION, [storedEvent('1')]);
      const head = await log.head();
      ofOthers(3_000);
      expect((await sentFor(() => log.readAll(head, 500)))[1]).to.be.above(2_999);
      for (let n = 0; n < 3; n += 1) {
        const [found, sent] = await sentFor(() => log.readAll(head, 500));
        expect([found.length, sent < 10]).to.deep.equal([0, true]);
      }
      expect((await sentFor(() => log.countAfter(head, 500)))[1]).to.be.lessThan(10);
      const [one, two] = [await open(PATIENT), log];
      ofOthers(40);
      await one.append(B, NO_REVISION, [storedEvent('2'), storedEvent('3')]);
      ofOthers(40);
      await two.append(A, 0, [storedEvent('4')]);
      expect((await two.readAll(head, 500)).map(({ data }) => data)).to.deep.equal(['2', '3', '4']);
      expect((await two.readAll(BEGINNING, 500)).map(({ data }) => data)).to.deep.equal(['1', '2', '3', '4']);
      const all = await two.readAll(BEGINNING, 500);
      for (const at of all.keys()) {
        const after = all[at]?.position ?? BEGINNING;
        expect(await two.readAll(after, 1)).to.deep.equal(all.slice(at + 1, at + 2));
        expect(await two.countAfter(after, 500)).to.equal(all.length - at - 1);
      }
    });
  });

  describe('a listener', () => {
    it('hears of appends by other processes', async () => {
      const [one, two] = [await open(), await open()];
      await until(() => two.writable());
      let heard = 0;
      two.onAppended(() => {
        heard += 1;
      });
      await one.append(A, NO_REVISION, [storedEvent()]);
      await until(() => heard === 1);
    });

    it('hears after a broken connection of appends made meanwhile', async () => {
      const [one, two] = [await open(), await open({ follow: { backOffFirstMs: 300, backOffMaxMs: 300 } })];
      await until(() => two.writable() && one.writable());
      let heard = 0;
      const deaf = two.onAppended(() => {
        heard += 1;
      });
      await one.append(A, NO_REVISION, [storedEvent()]);
      await until(() => heard === 1);
      await double.goAway();
      await until(() => !two.writable());
      await double.comeBack();
      // The other process is back at once, while this one still waits for its next try.
      for (let done = false; !done; ) {
        const outcome = await one.append(A, 0, [storedEvent()]).catch(() => undefined);
        done = outcome !== undefined;
      }
      await until(() => heard === 2);
      deaf();
    });
  });

  it('ignores events of the server and of other programs', async () => {
    const log = await open();
    const other = await openEventStoreDbLog({ url: double.url('another'), ...USUAL });
    opened.push(other);
    await other.append(A, NO_REVISION, [storedEvent('"theirs"')]);
    await log.append(A, NO_REVISION, [storedEvent('"ours"')]);
    const head = await log.head();
    for (let n = 0; n < 60; n += 1) await other.append(A, n, [storedEvent()]);
    const stranger = { id: crypto.randomUUID(), contentType: 'application/json', data: Buffer.from('{}') };
    double.records.addOfOthers('orders-1', { ...stranger, type: 'ordered', metadata: new Uint8Array() });
    expect(await log.head()).to.equal(head);
    expect((await log.readAll(BEGINNING, 100)).map(({ data, position }) => [data, position])).to.deep.equal([
      ['"ours"', head],
    ]);
    expect(await log.readAll(head, 100)).to.deep.equal([]);
    expect(log.identity).not.to.equal(other.identity);
    expect((await open()).identity).to.equal(log.identity);
  });

  it('keeps JSON as JSON, ids unchanged, and correlation and causation under the keys of the server', async () => {
    const log = await open();
    const metadata = '{"actor":"user:1","correlation":"request-1","causation":"command-1"}';
    const event = { ...storedEvent('{"a":[1,"é"]}'), metadata, schemaVersion: 3 };
    await log.append(A, NO_REVISION, [event]);
    const [kept] = stored();
    expect(kept).to.include({ id: event.eventId, contentType: 'application/json', stream: 'filament.message-a' });
    expect(Buffer.from(kept?.data ?? []).toString()).to.equal(event.data);
    expect(JSON.parse(Buffer.from(kept?.metadata ?? []).toString())).to.deep.equal({
      schemaVersion: '3',
      actor: 'user:1',
      $correlationId: 'request-1',
      $causationId: 'command-1',
    });
    expect((await log.readStream(A, NO_REVISION)).events[0]).to.deep.include({ ...event });
  });
});
