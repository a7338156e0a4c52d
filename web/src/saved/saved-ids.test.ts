import { expect } from 'chai';
import type { MessageId } from '#domain/kernel/ids.ts';
import { message } from '#infra/workshop/testkit/community-events.ts';
import { withMark } from '#web/saved/saved-ids.ts';

const [first, second] = [message(1), message(2)];
const mark = (message_id: MessageId | null, saved: boolean, revision: number) => ({ message_id, saved, revision });

describe('the ids of saved messages', () => {
  const ids = { message_ids: [first], revision: 3 };

  it('follow the next mark', () => {
    expect(withMark(ids, mark(second, true, 4))).to.deep.equal({ message_ids: [second, first], revision: 4 });
    expect(withMark(ids, mark(first, false, 4))).to.deep.equal({ message_ids: [], revision: 4 });
  });

  it('stay as they are after a mark that they know', () => {
    expect(withMark(ids, mark(second, true, 3))).to.equal(ids);
    expect(withMark(ids, mark(null, false, 3))).to.equal(ids);
  });

  it('are asked for again after a mark that is not the next one, or names no message', () => {
    expect(withMark(ids, mark(second, true, 5))).to.equal(undefined);
    expect(withMark(ids, mark(null, false, 4))).to.equal(undefined);
  });
});
