import { expect } from 'chai';
import { endsWithin, openings } from './shutdown.ts';

describe('the shutdown', () => {
  it('closes the last opened part first', async () => {
    const closed: string[] = [];
    const house = openings(() => undefined);
    for (const name of ['postgres', 'log', 'http']) {
      house.opened(name, async () => {
        closed.push(name);
      });
    }
    await house.closeAll();
    expect(closed).to.deep.equal(['http', 'log', 'postgres']);
  });
  it('goes on when a part cannot be closed, and names it', async () => {
    const broke: string[] = [];
    const closed: string[] = [];
    const house = openings((name) => broke.push(name));
    house.opened('postgres', async () => {
      closed.push('postgres');
    });
    house.opened('log', () => Promise.reject(new Error('no')));
    await house.closeAll();
    expect(broke).to.deep.equal(['log']);
    expect(closed).to.deep.equal(['postgres']);
  });
  it('knows whether work ended in time', async () => {
    expect(await endsWithin(Promise.resolve(), 60_000)).to.equal(true);
    expect(await endsWithin(new Promise(() => undefined), 1)).to.equal(false);
  });
});
