import { expect } from 'chai';
import { flusher } from '#gateway/ws/flusher.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('the flusher', () => {
  it('flushes waiting outboxes in the next turn, and leaves the rest of many to the turn after', async () => {
    const { soon } = flusher(3);
    const flushed: Array<number> = [];
    for (let i = 0; i < 5; i += 1) soon({ flush: () => void flushed.push(i) });
    expect(flushed).to.deep.equal([]);
    await turn();
    expect(flushed).to.deep.equal([0, 1, 2]);
    await turn();
    expect(flushed).to.deep.equal([0, 1, 2, 3, 4]);
  });
});
