import { expect } from 'chai';
import { NO_REVISION } from '#domain/kernel/event.ts';
import { storedEvent, streamNamed } from '#infra/workshop/contract/log/sample-events.ts';
import { LogUnavailable } from '../event-log.ts';
import { AppendQueue, type PendingAppend } from './append-queue.ts';

const pending = (name: string, more: Partial<PendingAppend> = {}): PendingAppend => ({
  stream: streamNamed(name),
  expected: NO_REVISION,
  events: [storedEvent()],
  bytes: 10,
  since: 0,
  sent: false,
  resolve: () => undefined,
  reject: () => undefined,
  ...more,
});
const names = (appends: ReadonlyArray<PendingAppend>): string => appends.map(({ stream }) => stream).join(' ');
const LIMITS = { appends: 100, bytes: 1_000, batchEvents: 3, batchBytes: 100 };

describe('the queue of appends', () => {
  it('gives appends in batches, in the order they came', () => {
    const queue = new AppendQueue(LIMITS);
    for (const name of ['a', 'b', 'c', 'd']) queue.push(pending(name));
    expect(names(queue.takeBatch())).to.equal('a b c');
    expect(names(queue.takeBatch())).to.equal('d');
    expect(queue.takeBatch()).to.deep.equal([]);
    expect(queue.empty).to.equal(true);
  });

  it('ends a batch before it has too many events or bytes, and gives at least one append', () => {
    const queue = new AppendQueue(LIMITS);
    const four = [storedEvent(), storedEvent(), storedEvent(), storedEvent()] as const;
    queue.push(pending('four', { events: four }));
    queue.push(pending('a', { bytes: 60 }));
    queue.push(pending('b', { bytes: 60 }));
    queue.push(pending('big', { bytes: 500 }));
    for (const batch of ['four', 'a', 'b', 'big']) expect(names(queue.takeBatch())).to.equal(batch);
  });

  it('gives half of a crowd and keeps the other half for the next batch', () => {
    const queue = new AppendQueue({ ...LIMITS, appends: 1_000, bytes: 10_000, batchEvents: 500, batchBytes: 10_000 });
    for (let n = 0; n < 130; n++) queue.push(pending(`${n}`));
    expect([queue.takeBatch().length, queue.takeBatch().length, queue.takeBatch().length]).to.deep.equal([65, 33, 32]);
  });

  it('refuses an append beyond its limits, and accepts one again after some have left', () => {
    const byNumber = new AppendQueue({ ...LIMITS, appends: 2 });
    byNumber.push(pending('a'));
    byNumber.push(pending('b'));
    expect(() => byNumber.push(pending('c'))).to.throw(LogUnavailable);
    byNumber.takeBatch();
    byNumber.push(pending('c'));

    const byBytes = new AppendQueue({ ...LIMITS, bytes: 25 });
    byBytes.push(pending('a'));
    byBytes.push(pending('b'));
    expect(() => byBytes.push(pending('c'))).to.throw(LogUnavailable);
    byBytes.putBack(byBytes.takeBatch());
    expect(() => byBytes.push(pending('c')), 'appends that were put back count').to.throw(LogUnavailable);
    byBytes.takeAll();
    byBytes.push(pending('c'));
  });

  it('gives appends that were put back before all others', () => {
    const queue = new AppendQueue(LIMITS);
    queue.push(pending('later'));
    queue.putBack([pending('first'), pending('second')]);
    expect(names(queue.takeBatch())).to.equal('first second later');
  });

  it('gives up the appends that wait too long and keeps the others in order', () => {
    const queue = new AppendQueue(LIMITS);
    for (const [name, since] of [
      ['a', 5],
      ['b', 1],
      ['c', 6],
    ] as const)
      queue.push(pending(name, { since }));
    expect(names(queue.takeOlderThan(5))).to.equal('b');
    expect(names(queue.takeBatch())).to.equal('a c');
  });
});
