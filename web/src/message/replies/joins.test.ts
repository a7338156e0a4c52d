import { expect } from 'chai';
import fc from 'fast-check';
import type { MessageId } from '#domain/kernel/ids.ts';
import { later, message, userId } from '#infra/workshop/testkit/client-world.ts';
import { withJoinsTogether } from '#web/message/replies/joins.ts';
import { type ListRow, rowReader } from '#web/message/rows.ts';
import { emptyTimeline } from '#web/store/state.ts';

const DAY = 86_400;
const rowsOf = (kinds: ReadonlyArray<'joined' | 'message'>, secondsApart = 1): ReadonlyArray<ListRow> => {
  const messages = kinds.map((kind, n) => message(n + 1, { kind, created_at: later(n * secondsApart) }));
  return rowReader()({ ...emptyTimeline(), messages }, [], userId(1));
};
const together = (rows: ReadonlyArray<ListRow>, opened: ReadonlyArray<MessageId> = []) =>
  withJoinsTogether(rows, new Set(opened));
/** The number of joins in each row, and the kind of each other row. */
const shape = (rows: ReadonlyArray<ListRow>) =>
  rows.map((row) => (row.kind === 'message' ? (row.joins?.length ?? row.message.kind) : row.kind));

describe('joins in the rows of a conversation', () => {
  it('stand in one row where they follow each other, and alone where they do not', () => {
    const rows = rowsOf(['joined', 'message', 'joined', 'joined', 'joined', 'message', 'joined']);
    expect(shape(together(rows))).to.deep.equal(['day', 'joined', 'message', 3, 'message', 'joined']);
  });

  it('begin a new row with each day', () => {
    const kinds = Array.from({ length: 6 }, () => 'joined' as const);
    const rows = shape(together(rowsOf(kinds, DAY / 3)));
    const days = rows.filter((one) => one === 'day').length;
    expect(rows).to.have.length(2 * days);
    expect(days).to.be.within(2, 3);
  });

  it('keep their row while others join, and show each of them below it once it is opened', () => {
    const before = together(rowsOf(['message', 'joined', 'joined']));
    const after = together(rowsOf(['message', 'joined', 'joined', 'joined']));
    expect(after.at(-1)?.key).to.equal(before.at(-1)?.key);
    const opened = together(rowsOf(['joined', 'joined', 'joined', 'message']), [message(2).message_id]);
    expect(shape(opened)).to.deep.equal(['day', 3, 'joined', 'joined', 'joined', 'message']);
  });

  it('are all there, in their order, under different keys, whatever stands between them', () => {
    const kinds = fc.array(fc.constantFrom('joined' as const, 'joined' as const, 'message' as const), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(kinds, fc.integer({ min: 1, max: DAY }), fc.array(fc.nat(30)), (list, apart, opened) => {
        const rows = rowsOf(list, apart);
        const shown = together(
          rows,
          opened.map((n) => message(n).message_id),
        );
        const ids = shown.flatMap((row) => {
          if (row.kind !== 'message' || row.isOpen === true) return [];
          return (row.joins ?? [row.message]).map(({ message_id }) => message_id);
        });
        expect(ids).to.deep.equal(rows.flatMap((row) => (row.kind === 'message' ? [row.key] : [])));
        expect(new Set(shown.map(({ key }) => key)).size).to.equal(shown.length);
        const runs = shown.map(
          (row) => row.kind === 'message' && row.message.kind === 'joined' && row.joins === undefined,
        );
        if (opened.length === 0) expect(runs.some((alone, at) => alone && runs[at + 1])).to.equal(false);
      }),
    );
  });
});
