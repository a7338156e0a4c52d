import { expect } from 'chai';
import { createTurns } from './turns.ts';

describe('turns', () => {
  it('let callers in one after the other, in the order in which they came', async () => {
    const turns = createTurns(1, 3);
    const order: number[] = [];
    const leave = await turns.take();
    const rest = [1, 2, 3].map(async (n) => {
      const done = await turns.take();
      order.push(n);
      done?.();
    });
    expect(await turns.take(), 'one more than may wait').to.equal(undefined);
    leave?.();
    await Promise.all(rest);
    expect(order).to.deep.equal([1, 2, 3]);
  });

  it('give a place back once, however often it is given back', async () => {
    const turns = createTurns(1, 3);
    const first = await turns.take();
    first?.();
    first?.();
    const second = await turns.take();
    let third: unknown = 'waits';
    const waiting = turns.take().then((leave) => {
      third = leave;
    });
    await Promise.resolve();
    expect(third).to.equal('waits');
    second?.();
    await waiting;
    expect(third).to.be.a('function');
  });

  it('lose a caller who leaves the queue, and no place with them', async () => {
    const turns = createTurns(1, 1);
    const leave = await turns.take();
    const caller = new AbortController();
    const gone = turns.take(caller.signal).then(
      () => 'let in',
      (error: Error) => error.message,
    );
    caller.abort(new Error('left'));
    expect(await gone).to.equal('left');
    const next = turns.take();
    leave?.();
    expect(await next).to.be.a('function');
  });

  it('end for all callers who wait, and for later ones', async () => {
    const turns = createTurns(1, 2);
    await turns.take();
    const waiting = [turns.take(), turns.take()];
    turns.close();
    expect(await Promise.all(waiting)).to.deep.equal([undefined, undefined]);
    expect(await turns.take()).to.equal(undefined);
  });
});
