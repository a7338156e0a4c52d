import { expect } from 'chai';
import { isLeft } from 'fp-ts/lib/Either.js';
import { sql } from 'slonik';
import type { DomainEvent } from '#domain/event-catalog.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import {
  channel,
  channelCreated,
  channelDeleted,
  channelRestored,
  guild,
  guildCreated,
  guildDeleted,
  joined,
  kicked,
  listed,
  registered,
  unlisted,
  user,
} from '#infra/workshop/testkit/community-events.ts';
import * as ruled from '#infra/workshop/testkit/governance-events.ts';
import { type ReadSide, readSide } from '#infra/workshop/testkit/read-side.ts';
import { guildDirectory } from '#projections/guild-directory/projector.ts';
import type { GuildFactsView } from '#queries/queries.ts';

const { role } = ruled;
const G = guild(1);
const OTHER = guild(2);
const [OPEN, HIDING, FOLLOWING] = [channel(1), channel(2), channel(3)];
const FAR = '2099-01-01T00:00:00.000Z' as Instant;

const category = (at: typeof G, id: typeof OPEN): DomainEvent => {
  const made = channelCreated(at, id);
  return { ...made, data: { ...made.data, kind: 'category' } };
};

describe('the facts of a guild', () => {
  let side: ReadSide;
  before(async () => {
    side = await readSide();
    for (const n of [1, 2, 3, 4]) side.log.write(registered(user(n), `person ${n}`));
    side.log.write(guildCreated(G, user(1), ['view_channel']));
    side.log.write(guildCreated(OTHER, user(4), ['view_channel']));
    await side.rebuild(guildDirectory);
    side.project([guildDirectory]);
  });
  after(() => side.close());

  const stateAfter = async (...events: ReadonlyArray<DomainEvent>) => {
    for (const event of events) side.log.write(event);
    const position = await side.settled([guildDirectory]);
    const answer = await side.queries.guildFacts({ guildId: G, users: [2, 3, 4].map(user) })();
    if (isLeft(answer)) return expect.fail(answer.left.why);
    expect(answer.right.through).to.equal(position);
    return answer.right.facts;
  };
  const factsAfter = async (...events: ReadonlyArray<DomainEvent>): Promise<GuildFactsView> =>
    (await stateAfter(...events)) ?? expect.fail('the guild is not there');
  const idsOf = ({ channels }: GuildFactsView) => channels.map(({ channelId }) => channelId);

  it('name a channel that was listed and not created yet, and one that was created and not listed yet', async () => {
    const before = await factsAfter(listed(G, OPEN));
    expect([before.listing, idsOf(before)]).to.deep.equal([[OPEN], []]);
    const made = await factsAfter(channelCreated(G, OPEN), category(G, HIDING));
    expect([made.listing, idsOf(made)]).to.deep.equal([[OPEN], [OPEN, HIDING]]);
    const both = await factsAfter(listed(G, HIDING), listed(G, FOLLOWING), channelCreated(G, FOLLOWING));
    expect([both.listing, idsOf(both)]).to.deep.equal([
      [OPEN, HIDING, FOLLOWING],
      [OPEN, HIDING, FOLLOWING],
    ]);
    expect(both.channels[0]).to.deep.include({ name: 'channel 001', channelKind: 'text', deleted: false, topic: null });
  });

  it('hold roles in use, the order, the lockdown and each overwrite with its channel', async () => {
    const facts = await factsAfter(
      ruled.roleCreated(G, role(1), ['manage_messages']),
      ruled.rolesOrdered(G, [role(1)]),
      ruled.roleCreated(G, role(2)),
      ruled.rolesOrdered(G, [role(2), role(1)]),
      ruled.roleCreated(G, role(3)),
      ruled.roleDeleted(G, role(3)),
      ruled.channelsOrdered(G, [FOLLOWING, OPEN, HIDING]),
      ruled.lockdownBegun(G, FAR),
      ruled.overwriteSet(G, HIDING, ruled.forRole(G), { deny: ['view_channel'] }),
      ruled.overwriteSet(G, OPEN, ruled.forMember(user(2)), { allow: ['send_messages'] }),
      ruled.moved(G, FOLLOWING, HIDING),
      ruled.synced(G, FOLLOWING, HIDING),
      ruled.topicChanged(G, OPEN, 'all things'),
      ruled.slowModeChanged(G, OPEN, 5),
    );
    expect(facts.roles.map(({ roleId, rank }) => [roleId, rank])).to.deep.equal([
      [G, 0],
      [role(2), 1],
      [role(1), 2],
    ]);
    expect(facts.roles.at(-1)?.permissions).to.deep.equal(['manage_messages']);
    expect(facts.channelOrder).to.deep.equal([FOLLOWING, OPEN, HIDING]);
    expect(facts.guild.lockdown).to.deep.equal({ until: FAR, newcomersSince: null });
    expect(facts.channels.map(({ overwrites }) => overwrites)).to.deep.equal([
      [{ target: ruled.forMember(user(2)), allow: ['send_messages'], deny: [] }],
      [{ target: ruled.forRole(G), allow: [], deny: ['view_channel'] }],
      [],
    ]);
    const [open, , following] = facts.channels;
    expect([open?.topic, open?.slowModeSecs]).to.deep.equal(['all things', 5]);
    expect([following?.parentId, following?.syncedWith]).to.deep.equal([HIDING, HIDING]);
  });

  it('keep a deleted category with its overwrites, and lack a deleted channel until it is restored', async () => {
    const gone = await factsAfter(channelDeleted(G, HIDING), unlisted(G, HIDING), channelDeleted(G, OPEN));
    expect(gone.listing).to.deep.equal([OPEN, FOLLOWING]);
    expect(gone.channels.map(({ channelId, deleted }) => [channelId, deleted])).to.deep.equal([
      [FOLLOWING, false],
      [HIDING, true],
    ]);
    expect(gone.channels[1]?.overwrites).to.have.length(1);
    const without = await factsAfter(unlisted(G, OPEN));
    expect(without.listing).to.deep.equal([FOLLOWING]);
    const back = await factsAfter(channelRestored(G, OPEN));
    expect([back.listing, idsOf(back)]).to.deep.equal([[FOLLOWING], [FOLLOWING, OPEN, HIDING]]);
  });

  it('hold the members who were asked about, with roles that are deleted, and no others', async () => {
    const { members } = await factsAfter(
      joined(G, user(2)),
      joined(G, user(3)),
      ruled.roleGiven(G, user(2), role(3)),
      ruled.roleGiven(G, user(2), role(1)),
      ruled.nicknameChanged(G, user(2), 'Two'),
      ruled.timedOut(G, user(2), FAR),
      kicked(G, user(3), user(1)),
    );
    expect(members).to.deep.equal([
      { userId: user(2), roleIds: [role(1), role(3)], nickname: 'Two', timedOutUntil: FAR },
    ]);
  });

  it('leave out a channel whose category cannot be read, listed or not', async () => {
    await factsAfter(category(G, channel(8)), channelCreated(G, channel(9)), ruled.synced(G, channel(9), channel(8)));
    const [schema, table] = await side.pool.manyFirst(sql.unsafe`
      SELECT unnest(ARRAY[table_schema::text, table_name::text]) FROM information_schema.view_table_usage
      WHERE view_schema = 'read' AND view_name = 'channel'`);
    const rows = sql.identifier([String(schema), String(table)]);
    await side.pool.query(sql.unsafe`DELETE FROM ${rows} WHERE channel_id = ${channel(8)}`);
    expect(idsOf(await factsAfter())).not.to.include.members([channel(8), channel(9)]);
  });

  it('are those of one guild, and none of a deleted guild', async () => {
    const facts = await factsAfter(
      listed(OTHER, channel(5)),
      channelCreated(OTHER, channel(5)),
      channelCreated(OTHER, channel(6)),
    );
    for (const id of [channel(5), channel(6)]) expect([...facts.listing, ...idsOf(facts)]).not.to.include(id);
    expect(await stateAfter(guildDeleted(G))).to.equal(null);
  });
});
