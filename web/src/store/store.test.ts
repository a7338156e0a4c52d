import { expect } from 'chai';
import { entry, guild, later, me, user } from '#infra/workshop/testkit/client-world.ts';
import { store as newStore } from '#web/store/store.ts';

describe('the drawn state', () => {
  const ready = (person: typeof me) =>
    ({
      t: 'ready',
      d: {
        user: person,
        guilds: [entry(guild(1), [])],
        resume_token: 'here',
        unread: [],
        server_time: later(0),
      },
    }) as const;

  it('is empty between two users, however soon the second logs in', () => {
    const frames: Array<() => void> = [];
    const store = newStore(
      () => 0,
      (_, work) => void frames.push(work),
    );
    store.tell(ready(me));
    expect(store.state().me).to.deep.equal(me);
    store.tell(ready({ ...me, server_owner: true }));
    store.tell({ t: 'session.ended', d: {} });
    expect(store.state().me).to.equal(null);
    const second = { ...me, user_id: user(2).user_id };
    store.tell(ready(second));
    for (const work of frames) work();
    expect(store.state().me).to.deep.equal(second);
  });
});
