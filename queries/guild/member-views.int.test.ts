import { expect } from 'chai';
import { isLeft } from 'fp-ts/lib/Either.js';
import { type Instant, instantOf } from '#domain/kernel/instant.ts';
import {
  guild,
  guildCreated,
  imported,
  joined,
  kicked,
  registered,
  user,
} from '#infra/workshop/testkit/community-events.ts';
import * as ruled from '#infra/workshop/testkit/governance-events.ts';
import { type ReadSide, readSide } from '#infra/workshop/testkit/read-side.ts';
import { guildDirectory } from '#projections/guild-directory/projector.ts';

const { role } = ruled;
const [G, OTHER] = [guild(1), guild(2)];
const FAR = '2099-01-01T00:00:00.000Z' as Instant;

describe('members as dispatches show them', () => {
  let side: ReadSide;
  let joinedAt: Instant;
  before(async () => {
    side = await readSide();
    const { write } = side.log;
    for (const n of [1, 2, 3, 4]) write(registered(user(n), `person ${n}`));
    write(imported(user(5), 'from elsewhere'));
    for (const id of [G, OTHER]) write(guildCreated(id, user(1)));
    for (const n of [1, 2, 3]) write(ruled.roleCreated(G, role(n)));
    write(ruled.rolesOrdered(G, [role(3), role(2), role(1)]));
    write(joined(G, user(2)));
    joinedAt = side.log.events.at(-1)?.metadata.time ?? expect.fail('nothing was written');
    for (const n of [3, 5]) write(joined(G, user(n)));
    write(joined(OTHER, user(2)));
    for (const n of [1, 2, 3]) write(ruled.roleGiven(G, user(2), role(n)));
    write(ruled.roleDeleted(G, role(2)));
    write(ruled.nicknameChanged(G, user(2), 'Two'));
    write(ruled.timedOut(G, user(2), FAR));
    write(kicked(G, user(3), user(1)));
    write(ruled.nicknameChanged(OTHER, user(2), 'elsewhere'));
    await side.rebuild(guildDirectory);
  });
  after(() => side.close());

  const shown = async (at: typeof G, ...users: ReadonlyArray<number>) => {
    const answer = await side.queries.memberViews({ guildId: at, users: users.map(user) })();
    return isLeft(answer) ? expect.fail(answer.left.why) : answer.right;
  };

  it('have their roles in use, nickname, time-out and the time of their join', async () => {
    expect(await shown(G, 2)).to.deep.equal([
      {
        ...{ userId: user(2), username: 'person 2', imported: false, joinedAt, owner: false },
        ...{ roleIds: [role(1), role(3)], nickname: 'Two', timedOutUntil: FAR },
      },
    ]);
  });

  it('are the owner, imported users and others alike, in the order of their ids', async () => {
    const [owner, , stranger, ...more] = await shown(G, 5, 2, 1);
    expect([owner?.userId, owner?.owner, owner?.roleIds]).to.deep.equal([user(1), true, []]);
    expect([stranger?.userId, stranger?.imported, more]).to.deep.equal([user(5), true, []]);
  });

  it('are members of the guild in question only', async () => {
    expect(await shown(G, 3, 4)).to.deep.equal([]);
    const [elsewhere] = await shown(OTHER, 2);
    expect([elsewhere?.nickname, elsewhere?.roleIds, elsewhere?.timedOutUntil]).to.deep.equal(['elsewhere', [], null]);
    expect(await shown(guild(9), 1)).to.deep.equal([]);
  });

  it('come back with what the undo of their removal named', async () => {
    const since = instantOf(Date.UTC(2020, 0, 1));
    side.log.write(ruled.reinstated(G, user(3), since, [role(3)], 'Three'));
    side.project([guildDirectory]);
    await side.settled([guildDirectory]);
    const [back] = await shown(G, 3);
    expect([back?.joinedAt, back?.roleIds, back?.nickname]).to.deep.equal([since, [role(3)], 'Three']);
  });
});
