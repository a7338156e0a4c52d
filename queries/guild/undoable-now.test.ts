import { expect } from 'chai';
import { type Instant, instantOf } from '#domain/kernel/instant.ts';
import { DAY_MS } from '#domain/kernel/units.ts';
import { isUndoableNow, type UndoneFacts } from '#queries/guild/undoable-now.ts';

const AT = instantOf(0);
const ann = 'user:ANN';
const act = (action: string, more: Partial<UndoneFacts> = {}): UndoneFacts => ({
  ...{ action, at: AT, actor: ann, authorId: null, facts: {}, before: {}, ...more },
});
const undoableAfter = (ms: number, of: UndoneFacts) => isUndoableNow(of, instantOf(ms), 7 * DAY_MS);
const until = (field: string, end: Instant | null, earlier?: Instant) => ({
  facts: { [field]: end === null ? [] : [end] },
  before: earlier === undefined ? {} : { [field]: [earlier] },
});

describe('an entry of the audit trail', () => {
  it('can be undone when its kind of act can', () => {
    expect(undoableAfter(1_000 * DAY_MS, act('guild.member-banned'))).to.equal(true);
    expect(undoableAfter(0, act('guild.deleted'))).to.equal(false);
  });

  it('cannot be undone when the author deleted the message', () => {
    expect(undoableAfter(0, act('message.deleted', { authorId: 'ANN' }))).to.equal(false);
    expect(undoableAfter(0, act('message.deleted', { authorId: 'BOB' }))).to.equal(true);
    expect(undoableAfter(0, act('message.deleted'))).to.equal(true);
    expect(undoableAfter(0, act('message.restored', { authorId: 'ANN' }))).to.equal(true);
  });

  it('can be undone for a while when it removed a message or a channel', () => {
    for (const action of ['message.deleted', 'channel.deleted']) {
      expect(undoableAfter(7 * DAY_MS - 1, act(action))).to.equal(true);
      expect(undoableAfter(7 * DAY_MS, act(action))).to.equal(false);
    }
  });

  it('can be undone until the end of its time-out or lockdown, or of the earlier one', () => {
    for (const [action, field] of [
      ['guild.member-timed-out', 'timed_out_until'],
      ['guild.lockdown-begun', 'until'],
    ] as const) {
      expect(undoableAfter(DAY_MS, act(action, until(field, instantOf(DAY_MS + 1))))).to.equal(true);
      expect(undoableAfter(DAY_MS, act(action, until(field, instantOf(DAY_MS))))).to.equal(false);
      expect(undoableAfter(DAY_MS, act(action, until(field, instantOf(1), instantOf(2 * DAY_MS))))).to.equal(true);
      expect(undoableAfter(DAY_MS, act(action, until(field, null)))).to.equal(true);
    }
  });
});
