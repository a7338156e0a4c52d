import { expect } from 'chai';
import fc from 'fast-check';
import { channelId, later, message, user, userId } from '#infra/workshop/testkit/client-world.ts';
import { rowReader } from '#web/message/rows.ts';
import { emptyTimeline, type PendingMessage, type Timeline } from '#web/store/state.ts';

const MINUTE = 60;
const window = (...messages: Timeline['messages']): Timeline => ({
  ...emptyTimeline(),
  messages,
  start: { kind: 'beginning' },
});
const pending: PendingMessage = {
  nonce: 'n',
  channelId: channelId(1),
  content: 'mine',
  replyTo: null,
  at: Date.parse(later(10)),
  status: 'waiting',
  messageId: null,
  uncertain: true,
  trouble: null,
};
const shape = (timeline: Timeline, unconfirmed: ReadonlyArray<PendingMessage> = []) =>
  rowReader()(timeline, unconfirmed, userId(1)).map((row) =>
    'head' in row ? `${row.kind}${row.head ? ' head' : ''}` : row.kind,
  );

describe('the rows of a conversation', () => {
  it('start with the beginning of the channel and the first day', () => {
    expect(shape(window(message(1)))).to.deep.equal(['beginning', 'day', 'message head']);
  });

  it('group the messages of one author within seven minutes', () => {
    const at = (n: number, minutes: number, by = 2) =>
      message(n, { created_at: later(minutes * MINUTE), author_id: userId(by), author: user(by) });
    const rows = shape(window(at(1, 0), at(2, 6), at(3, 12), at(4, 19), at(5, 20, 3), at(6, 21)));
    expect(rows.slice(2)).to.deep.equal([
      'message head',
      'message',
      'message',
      'message head',
      'message head',
      'message head',
    ]);
  });

  it('begin a group with a reply, and let later messages join it', () => {
    const answers = message(2, { reply_to: message(1).message_id });
    expect(shape(window(message(1), answers, message(3))).slice(2)).to.deep.equal([
      'message head',
      'message head',
      'message',
    ]);
  });

  it('divide days and show an action alone', () => {
    const rows = shape(
      window(message(1), message(2, { kind: 'action' }), message(3), message(4, { created_at: later(86_400 + 4) })),
    );
    expect(rows).to.deep.equal([
      'beginning',
      'day',
      'message head',
      'message head',
      'message head',
      'day',
      'message head',
    ]);
  });

  it('are the same for the same window, whatever pages, messages, changes and deletions led to it', () => {
    const said = fc
      .record({ n: fc.nat(500), by: fc.integer({ min: 1, max: 2 }), minutes: fc.nat(5_000), action: fc.boolean() })
      .map(({ n, by, minutes, action }) =>
        message(n, {
          created_at: later(minutes * MINUTE),
          author_id: userId(by),
          kind: action ? 'action' : 'message',
        }),
      );
    const some = fc.uniqueArray(said, { maxLength: 8, selector: ({ message_id }) => message_id });
    const step = fc.record({ above: some, below: some, changed: fc.option(fc.nat()), gone: fc.option(fc.nat()) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
        const read = rowReader();
        let messages: Timeline['messages'] = [];
        for (const { above, below, changed, gone } of steps) {
          messages = [...above, ...messages, ...below];
          if (changed !== null && messages.length > 0) {
            const at = changed % messages.length;
            messages = messages.map((one, i) => (i === at ? { ...one, revision: one.revision + 1 } : one));
          }
          if (gone !== null && messages.length > 0) messages = messages.toSpliced(gone % messages.length, 1);
          const now = window(...messages);
          expect(read(now, [pending], userId(1))).to.deep.equal(rowReader()(now, [pending], userId(1)));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('end with the unsent messages, except those that stand in the list already', () => {
    expect(shape(window(message(1)), [pending]).at(-1)).to.equal('pending head');
    const arrived = message(20, { author_id: userId(1), author: user(1), content: 'mine' });
    expect(shape(window(message(1), arrived), [pending])).not.to.include('pending head');
  });
});
