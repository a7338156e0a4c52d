import { expect } from 'chai';
import { left, right } from 'fp-ts/lib/TaskEither.js';
import { ERASED } from '#domain/kernel/erasable.ts';
import type { UserId } from '#domain/kernel/ids.ts';
import { people } from '#gateway/present/people.ts';
import { registered, userId } from '#infra/workshop/scenarios/staged-events.ts';
import type { UserView } from '#queries/queries.ts';

const view = (id: UserId): UserView => ({ userId: id, username: `asked ${id}`, imported: false });

describe('the name of a user', () => {
  it('is known from the events, without a query', async () => {
    const { learn, person } = people({
      userViews: () => left({ kind: 'ReadModelsUnavailable', why: 'away' }),
      kept: 10,
    });
    learn(registered(1));
    expect(person(userId(1))).to.deep.equal({ user_id: userId(1), username: 'person1', imported: false });
  });
  it('is asked for once, and forgotten when too many other users were asked for', async () => {
    const asked: Array<UserId> = [];
    const { person } = people({
      userViews: (ids) => {
        asked.push(...ids);
        return right(ids.map(view));
      },
      kept: 2,
    });
    for (const n of [1, 1, 2, 1, 3, 1, 2]) await person(userId(n));
    expect(asked).to.deep.equal([1, 2, 3, 2].map(userId));
  });
  it('is null when the user was erased or has no row', async () => {
    const { person } = people({
      userViews: ([id]) => right(id === userId(1) ? [{ userId: id, username: ERASED, imported: true }] : []),
      kept: 10,
    });
    expect(await person(userId(1))).to.deep.equal({ user_id: userId(1), username: null, imported: true });
    expect(await person(userId(2))).to.deep.equal({ user_id: userId(2), username: null, imported: false });
  });
  it('rejects while the read models are away', async () => {
    const { person } = people({ userViews: () => left({ kind: 'ReadModelsUnavailable', why: 'away' }), kept: 10 });
    const failure = await Promise.resolve(person(userId(1))).catch((error: unknown) => error);
    expect(String(failure)).to.contain('away');
  });
});
