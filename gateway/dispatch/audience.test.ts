import { expect } from 'chai';
import fc from 'fast-check';
import type { GuildId, UserId } from '#domain/kernel/ids.ts';
import { type Audience, audience, type Hearer } from '#gateway/dispatch/audience.ts';
import type { AudienceChange } from '#gateway/dispatch/audience-change.ts';
import { channelId, guildId, sessionId, userId } from '#infra/workshop/scenarios/staged-events.ts';

const hearer = (user: number, session = user): Hearer => ({ userId: userId(user), sessionId: sessionId(session) });
const followed = (channel: number, guild = 1) => ({ guildId: guildId(guild), channelId: channelId(channel) });
const gone = (user: number, guild = 1): AudienceChange => ({
  kind: 'MemberGone',
  guildId: guildId(guild),
  userId: userId(user),
});
const came = (user: number, guild = 1): AudienceChange =>
  ({ ...gone(user, guild), kind: 'MemberCame' }) as AudienceChange;

describe('the audience', () => {
  let all: Audience<Hearer>;
  const [ada, phone, laptop] = [hearer(1), hearer(2, 2), hearer(2, 3)];
  beforeEach(() => {
    all = audience();
    for (const one of [ada, phone, laptop]) {
      all.add(one);
      all.enterGuild(one, guildId(1));
      all.subscribe(one, followed(1));
    }
  });

  it('of a channel are those who subscribed, of a guild all who are in it', () => {
    all.unsubscribe(phone, channelId(1));
    expect([...all.ofChannel(channelId(1))]).to.deep.equal([ada, laptop]);
    expect([...all.ofGuild(guildId(1))]).to.deep.equal([ada, phone, laptop]);
    expect([...all.ofUser(userId(2))]).to.deep.equal([phone, laptop]);
    expect([...all.ofSession(sessionId(3))]).to.deep.equal([laptop]);
  });
  it('is left by all connections of somebody who was kicked or left, guild and channels alike', () => {
    all.subscribe(phone, followed(2, 2));
    expect(all.apply(gone(2))).to.deep.equal([phone, laptop]);
    expect([...all.ofChannel(channelId(1))]).to.deep.equal([ada]);
    expect([...all.ofGuild(guildId(1))]).to.deep.equal([ada]);
    expect([...all.ofChannel(channelId(2))]).to.deep.equal([phone]);
    expect(all.subscriptions(phone)).to.deep.equal([followed(2, 2)]);
  });
  it('is entered again by whoever comes back, without the subscriptions of before', () => {
    all.apply(gone(2));
    all.apply(came(2));
    expect([...all.ofGuild(guildId(1))]).to.deep.equal([ada, phone, laptop]);
    expect([...all.ofChannel(channelId(1))]).to.deep.equal([ada]);
  });
  it('is nobody once the guild is gone, and says who that was', () => {
    expect(all.apply({ kind: 'GuildGone', guildId: guildId(1) })).to.deep.equal([ada, phone, laptop]);
    expect([...all.ofGuild(guildId(1)), ...all.ofChannel(channelId(1))]).to.deep.equal([]);
  });
  it('of a channel is nobody once it is gone, replaying ones too', () => {
    const withheld = all.subscribeReplaying(ada, followed(3));
    all.apply({ kind: 'ChannelGone', ...followed(1) });
    all.apply({ kind: 'ChannelGone', ...followed(3) });
    expect([...all.ofChannel(channelId(1))]).to.deep.equal([]);
    expect(all.isReplaying(ada, withheld)).to.equal(false);
    expect([...all.ofGuild(guildId(1))]).to.have.length(3);
  });
  it('of a channel in a conversation hears on while guilds end, until that channel is gone', () => {
    const alone = { channelId: channelId(4), guildId: null };
    all.subscribe(phone, alone);
    all.apply({ kind: 'GuildGone', guildId: guildId(1) });
    const then = all.now();
    expect([...all.ofChannel(channelId(4))]).to.deep.equal([phone]);
    expect(all.lostSince(null, then)).to.equal(false);
    all.apply({ kind: 'ChannelGone', ...alone });
    expect([...all.ofChannel(channelId(4))]).to.deep.equal([]);
    expect(all.lostSince(null, then)).to.equal(true);
    expect(all.lostSince(guildId(1), then)).to.equal(false);
  });
  it('is left for good by the connections of a revoked session', () => {
    expect(all.apply({ kind: 'SessionGone', sessionId: sessionId(2) })).to.deep.equal([phone]);
    expect([...all.ofGuild(guildId(1))]).to.deep.equal([ada, laptop]);
    all.subscribe(phone, followed(1));
    all.enterGuild(phone, guildId(1));
    expect([...all.ofChannel(channelId(1)), ...all.ofGuild(guildId(1))]).not.to.include(phone);
  });
  it('withholds from whoever replays and notes up to where, until they go live', () => {
    all.unsubscribe(ada, channelId(1));
    const withheld = all.subscribeReplaying(ada, followed(1));
    all.withhold(channelId(1), 7n);
    expect([...all.ofChannel(channelId(1))]).to.deep.equal([phone, laptop]);
    expect(withheld.withheldAt).to.equal(7n);
    all.goLive(ada, channelId(1));
    all.withhold(channelId(1), 8n);
    expect([...all.ofChannel(channelId(1))]).to.include(ada);
    expect(withheld.withheldAt).to.equal(7n);
  });
  it('replays no more to whoever subscribes anew', () => {
    all.unsubscribe(ada, channelId(1));
    const withheld = all.subscribeReplaying(ada, followed(1));
    all.subscribe(ada, followed(1));
    expect(all.isReplaying(ada, withheld)).to.equal(false);
    expect([...all.ofChannel(channelId(1))]).to.include(ada);
  });
  it('does not bring back by going live whoever was put out meanwhile', () => {
    all.unsubscribe(phone, channelId(1));
    all.subscribeReplaying(phone, followed(1));
    all.apply(gone(2));
    all.goLive(phone, channelId(1));
    expect([...all.ofChannel(channelId(1))]).to.deep.equal([ada]);
  });
  it('tells whether a right was lost in a guild since a moment', () => {
    const then = all.now();
    all.apply(came(3));
    expect(all.lostSince(guildId(1), then)).to.equal(false);
    all.apply(gone(3, 2));
    expect(all.lostSince(guildId(1), then)).to.equal(false);
    expect(all.lostSince(guildId(2), then)).to.equal(true);
    expect(all.lostSince(guildId(2), all.now())).to.equal(false);
  });
  it('forgets a connection that ended wholly', () => {
    for (const one of [ada, phone, laptop]) all.remove(one);
    expect([
      ...all.all(),
      ...all.ofGuild(guildId(1)),
      ...all.ofChannel(channelId(1)),
      ...all.ofUser(userId(1)),
    ]).to.deep.equal([]);
  });

  it('never has in a channel somebody who is out of its guild, whatever the order of things', () => {
    const step = fc.tuple(
      fc.constantFrom('came', 'gone', 'subscribe', 'replay', 'live', 'unsubscribe', 'ended'),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 2 }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const some = audience<Hearer>();
        const hearers = [1, 2, 3].map((n) => hearer(n));
        for (const one of hearers) some.add(one);
        const members = new Map<GuildId, Set<UserId>>([1, 2].map((n) => [guildId(n), new Set()]));
        for (const [what, user, guild] of steps) {
          const one = hearers[user - 1] as Hearer;
          const inside = members.get(guildId(guild)) as Set<UserId>;
          if (what === 'came') {
            inside.add(one.userId);
            some.apply(came(user, guild));
          } else if (what === 'gone') {
            inside.delete(one.userId);
            some.apply(gone(user, guild));
          } else if (what === 'live') some.goLive(one, channelId(guild));
          else if (what === 'unsubscribe') some.unsubscribe(one, channelId(guild));
          else if (what === 'ended') some.remove(one);
          else if (inside.has(one.userId)) {
            if (what === 'subscribe') some.subscribe(one, followed(guild, guild));
            else some.subscribeReplaying(one, followed(guild, guild));
          }
          for (const n of [1, 2]) {
            for (const heard of [...some.ofChannel(channelId(n)), ...some.ofGuild(guildId(n))]) {
              expect(members.get(guildId(n))?.has(heard.userId)).to.equal(true);
            }
          }
        }
      }),
    );
  });
});
