import { expect } from 'chai';
import { isLeft } from 'fp-ts/lib/Either.js';
import {
  channel,
  channelCreated,
  guild,
  guildCreated,
  listed,
  registered,
  session,
  user,
} from '#infra/workshop/testkit/community-events.ts';
import { type ReadSide, readSide } from '#infra/workshop/testkit/read-side.ts';
import { guildDirectory } from '#projections/guild-directory/projector.ts';

describe('channels that the database packs', () => {
  let side: ReadSide;
  before(async () => {
    side = await readSide();
    const { write } = side.log;
    write(registered(user(1), 'ada'));
    write(guildCreated(guild(1), user(1)));
    for (const [n, name] of ['plain', 'a\u001Fb\u001Ec', '🎉 "quoted" \\ {}'].entries()) {
      write(listed(guild(1), channel(n + 1)));
      const made = channelCreated(guild(1), channel(n + 1));
      write({ ...made, data: { ...made.data, name, parentId: n === 0 ? null : channel(1) } });
    }
    write(guildCreated(guild(2), user(1)));
    await side.rebuild(guildDirectory);
  });
  after(() => side.close());

  it('come out as they are, whatever their names hold, and none come out of a guild without any', async () => {
    const ready = await side.queries.ready({
      viewer: { userId: user(1), sessionId: session(1) },
      atLeast: undefined,
    })();
    if (isLeft(ready)) return expect.fail(JSON.stringify(ready.left));
    const [first, second] = ready.right.value.guilds;
    expect(first?.channels.map(({ channelId, parentId, name }) => [channelId, parentId, name])).to.deep.equal([
      [channel(1), null, 'plain'],
      [channel(2), channel(1), 'abc'],
      [channel(3), channel(1), '🎉 "quoted" \\ {}'],
    ]);
    expect(second?.channels).to.deep.equal([]);
  });
});
