import { expect } from 'chai';
import fc from 'fast-check';
import { BEGINNING } from '#domain/kernel/event.ts';
import type { GuildId, UserId } from '#domain/kernel/ids.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import { Audience } from '#gateway/dispatch/audience.ts';
import type { AudienceChange } from '#gateway/dispatch/audience-change.ts';
import type { Login } from '#gateway/dispatch/listener.ts';
import type { Sight } from '#gateway/dispatch/sight.ts';
import { channelId, guildId, sessionId, userId } from '#infra/workshop/scenarios/staged-events.ts';
import type { ChannelView } from '#queries/queries.ts';

const login = (user: number, session = user): Login => ({ userId: userId(user), sessionId: sessionId(session) });
const to = (channel: number, guild = 1) => ({
  channelId: channelId(channel),
  guildId: guildId(guild),
  seenAt: BEGINNING,
});
const sightOf = (...channels: ReadonlyArray<number>): Sight => ({
  permissions: ['view_channel'],
  roles: [],
  channels: new Map(channels.map((n) => [channelId(n), channelView(n)])),
});
const channelView = (n: number): ChannelView => ({
  ...{ guildId: guildId(1), channelId: channelId(n), name: `channel-${n}`, channelKind: 'text', parentId: null },
  ...{
    createdAt: instantOf(0),
    topic: null,
    slowModeSecs: 0,
    tags: [],
    tagRequired: false,
    place: n,
    permissions: ['view_channel'],
  },
  ...{ synced: false, isPrivate: false, isLocked: false },
});
const gone = (user: number, guild = 1): AudienceChange => ({
  kind: 'MemberGone',
  guildId: guildId(guild),
  userId: userId(user),
});
const came = (user: number, guild = 1): AudienceChange => ({
  kind: 'MemberCame',
  guildId: guildId(guild),
  userId: userId(user),
});
const rights: AudienceChange = { kind: 'RightsChanged', guildId: guildId(1) };

describe('the audience', () => {
  let all: Audience<Login>;
  let at: bigint;
  const [ada, phone, laptop] = [login(1), login(2, 2), login(2, 3)];
  const inChannel = (channel: number, guild: number | null = 1) => [
    ...all.at({ kind: 'channel', channelId: channelId(channel), guildId: guild === null ? null : guildId(guild) }),
  ];
  const inGuild = (guild = 1) => [...all.at({ kind: 'guild', guildId: guildId(guild) })];
  const viewers = (channel: number) => [
    ...all.at({ kind: 'viewers', channelId: channelId(channel), guildId: guildId(1) }),
  ];
  /** Applies a change as the fan-out does, at a position of its own. */
  const apply = (change: AudienceChange) => {
    at += 1n;
    all.begin(at);
    return all.apply(change);
  };
  beforeEach(() => {
    at = 0n;
    all = new Audience(BEGINNING);
    for (const one of [ada, phone, laptop]) {
      all.add(one);
      all.enterGuild(one, guildId(1), sightOf(1, 2, 3), BEGINNING);
      all.subscribe(one, to(1));
    }
  });

  it('has the subscribers of a channel, and all listeners of a guild', () => {
    all.unsubscribe(phone, channelId(1));
    expect(inChannel(1)).to.deep.equal([ada, laptop]);
    expect(inGuild()).to.deep.equal([ada, phone, laptop]);
    expect([...all.ofUser(userId(2))]).to.deep.equal([phone, laptop]);
  });
  it('loses all connections of a user who was kicked or left, in the guild and its channels', () => {
    all.subscribe(phone, to(9, 2));
    expect(apply(gone(2))).to.deep.equal([phone, laptop]);
    expect(inChannel(1)).to.deep.equal([ada]);
    expect(inGuild()).to.deep.equal([ada]);
    expect(inChannel(9, 2)).to.deep.equal([phone]);
    expect(all.subscriptions(phone).map((one) => one.channelId)).to.deep.equal([channelId(9)]);
  });
  it('takes back a user who joins again, once the gate has answered, without the old subscriptions', () => {
    apply(gone(2));
    apply(came(2));
    expect(inGuild()).to.deep.equal([ada]);
    for (const one of [phone, laptop]) all.see(one, guildId(1), sightOf(1), at);
    expect(inGuild()).to.deep.equal([ada, phone, laptop]);
    expect(inChannel(1)).to.deep.equal([ada]);
  });
  it('is empty once the guild is deleted, and names the listeners that were in it', () => {
    expect(apply({ kind: 'GuildGone', guildId: guildId(1) })).to.deep.equal([ada, phone, laptop]);
    expect([...inGuild(), ...inChannel(1)]).to.deep.equal([]);
  });
  it('has no listener of a deleted channel, and names the listeners that saw it', () => {
    const replaying = all.subscribeReplaying(ada, to(3));
    all.enterGuild(phone, guildId(1), sightOf(2), BEGINNING);
    expect(apply({ kind: 'ChannelGone', channelId: channelId(1), guildId: guildId(1) })).to.deep.equal([ada, laptop]);
    expect(apply({ kind: 'ChannelGone', channelId: channelId(3), guildId: guildId(1) })).to.deep.equal([ada, laptop]);
    expect(inChannel(1)).to.deep.equal([]);
    expect(all.isReplaying(ada, replaying)).to.equal(false);
    expect(viewers(1)).to.deep.equal([]);
    expect(viewers(2)).to.deep.equal([ada, phone, laptop]);
    expect(inGuild()).to.have.length(3);
  });
  it('has no listener of a conversation that ended', () => {
    all.subscribe(ada, { channelId: channelId(8), guildId: null, seenAt: BEGINNING });
    expect(inChannel(8, null)).to.deep.equal([ada]);
    apply({ kind: 'ChannelGone', channelId: channelId(8), guildId: null });
    expect(inChannel(8, null)).to.deep.equal([]);
    expect(all.changedAt(null)).to.equal(at);
    expect(all.changedAt(guildId(1))).to.equal(BEGINNING);
  });
  it('loses the connections of a revoked session for good', () => {
    expect(apply({ kind: 'SessionGone', sessionId: sessionId(2) })).to.deep.equal([phone]);
    expect(inGuild()).to.deep.equal([ada, laptop]);
    all.subscribe(phone, to(1));
    all.enterGuild(phone, guildId(1), sightOf(1), BEGINNING);
    expect([...inChannel(1), ...inGuild()]).not.to.include(phone);
  });
  it('withholds dispatches from a replaying listener, and notes the position, until it goes live', () => {
    all.unsubscribe(ada, channelId(1));
    const replaying = all.subscribeReplaying(ada, to(1));
    all.withhold(channelId(1), 7n);
    expect(inChannel(1)).to.deep.equal([phone, laptop]);
    expect(replaying.withheldAt).to.equal(7n);
    all.goLive(ada, channelId(1), BEGINNING);
    all.withhold(channelId(1), 8n);
    expect(inChannel(1)).to.include(ada);
    expect(replaying.withheldAt).to.equal(7n);
  });
  it('ends the replay of a listener that subscribes anew', () => {
    all.unsubscribe(ada, channelId(1));
    const replaying = all.subscribeReplaying(ada, to(1));
    all.subscribe(ada, to(1));
    expect(all.isReplaying(ada, replaying)).to.equal(false);
    expect(inChannel(1)).to.include(ada);
  });
  it('does not take back a removed listener when its replay goes live', () => {
    all.unsubscribe(phone, channelId(1));
    all.subscribeReplaying(phone, to(1));
    apply(gone(2));
    all.goLive(phone, channelId(1), BEGINNING);
    expect(inChannel(1)).to.deep.equal([ada]);
  });
  it('knows the position of the last event that changed the answers of the gate about a guild', () => {
    apply(came(3));
    expect(all.changedAt(guildId(1))).to.equal(BEGINNING);
    for (const change of [gone(3), rights, { kind: 'GuildChanged', guildId: guildId(1) } as const]) {
      apply(change);
      expect(all.changedAt(guildId(1))).to.equal(at);
    }
    apply(gone(3, 2));
    expect(all.changedAt(guildId(1))).to.equal(at - 1n);
  });
  it('forgets everything about a connection that ended', () => {
    apply(rights);
    for (const one of [ada, phone, laptop]) all.remove(one);
    expect([...all.all(), ...inGuild(), ...inChannel(1), ...all.rechecked(guildId(1))]).to.deep.equal([]);
  });

  describe('in a recheck', () => {
    it('has no listener of the guild and its channels, and elsewhere the same as before', () => {
      all.enterGuild(ada, guildId(2), sightOf(9), BEGINNING);
      all.subscribe(ada, to(9, 2));
      apply(rights);
      expect([...inGuild(), ...inChannel(1), ...viewers(1)]).to.deep.equal([]);
      expect([...all.rechecked(guildId(1))]).to.deep.equal([ada, phone, laptop]);
      expect([...inGuild(2), ...inChannel(9, 2)]).to.deep.equal([ada, ada]);
    });
    it('of one member lacks only the connections of that member', () => {
      apply({ ...rights, userId: userId(2) });
      expect([...all.rechecked(guildId(1))]).to.deep.equal([phone, laptop]);
      expect([inGuild(), inChannel(1)]).to.deep.equal([[ada], [ada]]);
    });
    it('keeps the subscriptions to channels that are still visible, and ends the others', () => {
      all.subscribe(ada, to(2));
      all.subscribeReplaying(ada, to(3));
      apply(rights);
      expect(all.see(ada, guildId(1), sightOf(1), at)).to.deep.equal([channelId(2), channelId(3)]);
      expect([inGuild(), inChannel(1), viewers(1), viewers(2)]).to.deep.equal([[ada], [ada], [ada], []]);
      expect(all.subscriptions(ada).map((one) => one.channelId)).to.deep.equal([channelId(1)]);
    });
    it('keeps a subscription that a newer answer of the gate allowed', () => {
      apply(rights);
      all.subscribe(ada, { ...to(4), seenAt: at + 2n });
      expect(all.see(ada, guildId(1), sightOf(1), at + 1n)).to.deep.equal([]);
      expect(inChannel(4)).to.deep.equal([ada]);
    });
    it('knows the dispatches that a listener missed: since the recheck began, or since its subscription', () => {
      apply(rights);
      const missed = (channel: number, position: bigint) => {
        const address = { kind: 'channel', channelId: channelId(channel), guildId: guildId(1) } as const;
        return all.wasMissedBy(ada, address, position);
      };
      all.begin(5n);
      all.subscribe(ada, to(2));
      expect(inChannel(2)).to.deep.equal([]);
      all.see(ada, guildId(1), sightOf(1, 2), 9n);
      expect([missed(1, 3n), missed(2, 4n), missed(2, 5n), missed(2, 6n), missed(3, 6n)]).to.deep.equal([
        true,
        false,
        false,
        true,
        false,
      ]);
    });
    it('misses nothing of a channel that goes live while an event is about to be told', () => {
      all.unsubscribe(ada, channelId(1));
      all.subscribeReplaying(ada, to(1));
      apply(rights);
      all.begin(2n);
      all.goLive(ada, channelId(1), BEGINNING);
      all.see(ada, guildId(1), sightOf(1), at);
      expect(all.wasMissedBy(ada, { kind: 'channel', channelId: channelId(1), guildId: guildId(1) }, 2n)).to.equal(
        true,
      );
    });
    it('misses nothing of a channel that it subscribes to again', () => {
      apply(rights);
      all.begin(2n);
      all.begin(3n);
      all.subscribe(ada, to(1));
      all.see(ada, guildId(1), sightOf(1), at);
      expect(all.wasMissedBy(ada, { kind: 'channel', channelId: channelId(1), guildId: guildId(1) }, 2n)).to.equal(
        true,
      );
    });
    it('takes no answer that is older than the sight that a listener began with', () => {
      all.enterGuild(ada, guildId(2), sightOf(9), 7n);
      apply({ kind: 'RightsChanged', guildId: guildId(2) });
      expect(all.isAnsweredBy(ada, guildId(2), 6n)).to.equal(false);
      expect(all.isAnsweredBy(ada, guildId(2), 7n)).to.equal(true);
      all.enterGuild(ada, guildId(2), sightOf(9), 8n);
      expect(all.isAnsweredBy(ada, guildId(2), 7n)).to.equal(false);
    });
    it('knows the position up to which a listener was told, where it waits longest', () => {
      apply(came(1, 3));
      apply(rights);
      expect(all.recheckedFrom(ada)).to.equal(BEGINNING);
      expect(all.recheckedFrom(ada, guildId(1))).to.equal(1n);
      all.see(ada, guildId(3), sightOf(), at);
      expect(all.recheckedFrom(ada)).to.equal(1n);
      all.see(ada, guildId(1), sightOf(), at);
      expect(all.recheckedFrom(ada)).to.equal(undefined);
    });
    it('ends for a removed listener, and does not take it back', () => {
      apply(rights);
      apply(gone(1));
      all.see(ada, guildId(1), sightOf(1), at);
      expect(inGuild()).to.deep.equal([]);
      expect([...all.rechecked(guildId(1))]).to.deep.equal([phone, laptop]);
    });
  });

  it('never holds a listener in a channel that it does not see, or of a guild that it left, in any order of events', () => {
    const step = fc.tuple(
      fc.constantFrom(
        'came',
        'gone',
        'rights',
        'answer',
        'blind',
        'subscribe',
        'replay',
        'live',
        'unsubscribe',
        'ended',
      ),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 2 }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        all = new Audience(BEGINNING);
        at = 0n;
        const logins = [1, 2, 3].map((n) => login(n));
        for (const one of logins) all.add(one);
        const members = new Map<GuildId, Set<UserId>>([1, 2].map((n) => [guildId(n), new Set()]));
        const blind = new Set<string>();
        for (const [what, user, guild] of steps) {
          const one = logins[user - 1] as Login;
          const inside = members.get(guildId(guild)) as Set<UserId>;
          const sight = what === 'blind' ? sightOf() : sightOf(guild);
          if (what === 'came') {
            inside.add(one.userId);
            apply(came(user, guild));
          } else if (what === 'gone') {
            inside.delete(one.userId);
            apply(gone(user, guild));
          } else if (what === 'rights') apply({ kind: 'RightsChanged', guildId: guildId(guild) });
          else if (what === 'answer' || what === 'blind') {
            all.see(one, guildId(guild), sight, at);
            if (what === 'blind') blind.add(`${user} ${guild}`);
            else blind.delete(`${user} ${guild}`);
          } else if (what === 'live') all.goLive(one, channelId(guild), BEGINNING);
          else if (what === 'unsubscribe') all.unsubscribe(one, channelId(guild));
          else if (what === 'ended') all.remove(one);
          else if (inside.has(one.userId) && !blind.has(`${user} ${guild}`)) {
            if (what === 'subscribe') all.subscribe(one, { ...to(guild, guild), seenAt: at });
            else all.subscribeReplaying(one, to(guild, guild));
          }
          for (const n of [1, 2]) {
            for (const heard of [...inChannel(n, n), ...inGuild(n)]) {
              expect(members.get(guildId(n))?.has(heard.userId)).to.equal(true);
              expect(all.rechecked(guildId(n)).has(heard)).to.equal(false);
            }
            for (const heard of inChannel(n, n)) {
              expect(blind.has(`${logins.indexOf(heard) + 1} ${n}`)).to.equal(false);
            }
          }
        }
      }),
    );
  });
});
