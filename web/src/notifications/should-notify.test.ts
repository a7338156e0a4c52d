import { expect } from 'chai';
import type { RoleId } from '#domain/kernel/ids.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import { inQuietHours } from '#gateway/protocol/quiet-hours.ts';
import type { NotificationLevel } from '#gateway/protocol/settings.ts';
import { FIRST_SETTINGS } from '#gateway/protocol/settings.ts';
import { channel, channelId, guildId, roleId, userId } from '#infra/workshop/testkit/client-world.ts';
import { type NotifiedUser, shouldNotify } from '#web/notifications/should-notify.ts';
import { rulesIn } from '#web/rules/place-rules.ts';

const ME = userId(1);
const COOKS: RoleId = roleId(1);
const none = { users: [], roles: [], everyone: false, here: false };
/** Texts with the ways in which they call the user. */
const TEXTS = {
  'good morning': { mentions: none, called: [] },
  'good morning @me': { mentions: { ...none, users: [ME] }, called: ['name'] },
  'good morning @somebody': { mentions: { ...none, users: [userId(9)] }, called: [] },
  'good morning @cooks': { mentions: { ...none, roles: [COOKS] }, called: ['role'] },
  'good morning @gardeners': { mentions: { ...none, roles: [roleId(9)] }, called: [] },
  'good morning @everyone': { mentions: { ...none, everyone: true }, called: ['everyone'] },
  'good morning @here': { mentions: { ...none, here: true }, called: ['everyone'] },
  'good morning @me and @everyone': {
    mentions: { ...none, users: [ME], everyone: true },
    called: ['name', 'everyone'],
  },
  'good morning @cooks and @here': { mentions: { ...none, roles: [COOKS], here: true }, called: ['role', 'everyone'] },
} as const;
const BOOLEANS = [false, true];
const LEVELS: ReadonlyArray<NotificationLevel> = ['all', 'mentions', 'none'];

describe('a message', () => {
  for (const [text, { mentions, called }] of Object.entries(TEXTS)) {
    it(`"${text}" notifies as the table of levels, mutes, suppressions and quiet says`, () => {
      let cases = 0;
      for (const level of LEVELS)
        for (const muted of BOOLEANS)
          for (const suppressEveryone of BOOLEANS)
            for (const suppressRoles of BOOLEANS)
              for (const quiet of BOOLEANS)
                for (const inView of BOOLEANS) {
                  const user = { userId: ME, roles: [COOKS], rule: { level, muted }, suppressEveryone, suppressRoles };
                  const message = { authorId: userId(2), guildId: guildId(1), mentions };
                  const silenced = [...(suppressEveryone ? ['everyone'] : []), ...(suppressRoles ? ['role'] : [])];
                  const heard = called.filter((way) => !silenced.includes(way)).length > 0;
                  const wanted = { all: true, mentions: heard, none: false }[level];
                  const expected = muted || quiet || inView ? false : wanted;
                  const said = JSON.stringify({ ...user, quiet, inView });
                  expect(shouldNotify(message, { ...user, quiet, inView }), said).to.equal(expected);
                  cases += 1;
                }
      expect(cases).to.equal(96);
    });
  }

  it('of the user never notifies the user', () => {
    const user: NotifiedUser = {
      ...{ userId: ME, roles: [], rule: { level: 'all', muted: false } },
      ...{ suppressEveryone: false, suppressRoles: false, quiet: false, inView: false },
    };
    const mine = { authorId: ME, guildId: null, mentions: { ...none, users: [ME], everyone: true } };
    expect(shouldNotify(mine, user)).to.equal(false);
    expect(shouldNotify({ ...mine, authorId: userId(2), mentions: undefined }, user)).to.equal(true);
  });
});

describe('the rule of a channel', () => {
  const category = { ...channel(1), kind: 'category' as const };
  const inside = { ...channel(2), parent_id: category.channel_id };
  const channels = { [category.channel_id]: category, [inside.channel_id]: inside, [channelId(3)]: channel(3) };
  const plain = { level: null, muted: false, muted_until: null };
  const inGuild = { ...plain, guild_id: guildId(1), suppress_everyone: false, suppress_roles: false };

  it('is that of the nearest place with a level', () => {
    const settings = {
      ...FIRST_SETTINGS,
      guild_rules: [{ ...inGuild, level: 'none' as const }],
      channel_rules: [{ ...plain, channel_id: category.channel_id, level: 'all' as const }],
    };
    const rule = rulesIn(settings, channels, 0);
    expect(rule(inside.channel_id)).to.deep.equal({ level: 'all', muted: false });
    expect(rule(channelId(3))).to.deep.equal({ level: 'none', muted: false });
    expect(rulesIn(FIRST_SETTINGS, channels, 0)(channelId(3))).to.deep.equal({ level: 'mentions', muted: false });
  });

  it('is muted by a mute of any place above, until that ends', () => {
    const until = instantOf(5_000);
    const muted = (over: object) => ({ ...FIRST_SETTINGS, guild_rules: [{ ...inGuild, muted: true, ...over }] });
    expect(rulesIn(muted({}), channels, 1e12)(inside.channel_id).muted).to.equal(true);
    expect(rulesIn(muted({ muted_until: until }), channels, 4_999)(inside.channel_id).muted).to.equal(true);
    expect(rulesIn(muted({ muted_until: until }), channels, 5_000)(inside.channel_id).muted).to.equal(false);
  });
});

describe('quiet hours', () => {
  const at = (text: string): number => Date.parse(text);
  const night = { from: 1_320, until: 420, days: [1, 2, 3, 4, 5], time_zone: 'Europe/Berlin' };

  it('begin on their days and may end on the next one, in the zone of the user', () => {
    // Friday the 6th of March 2026, 22:00 to 07:00 of Saturday, in a zone one hour before UTC.
    expect(inQuietHours(night, at('2026-03-06T20:59:00Z'))).to.equal(false);
    expect(inQuietHours(night, at('2026-03-06T21:00:00Z'))).to.equal(true);
    expect(inQuietHours(night, at('2026-03-07T05:59:00Z'))).to.equal(true);
    expect(inQuietHours(night, at('2026-03-07T06:00:00Z'))).to.equal(false);
    // Saturday is no day of them, so Sunday morning is free.
    expect(inQuietHours(night, at('2026-03-07T22:00:00Z'))).to.equal(false);
    expect(inQuietHours(night, at('2026-03-08T03:00:00Z'))).to.equal(false);
    expect(inQuietHours(null, at('2026-03-06T22:00:00Z'))).to.equal(false);
  });

  it('follow the clock of the zone into summer', () => {
    expect(inQuietHours(night, at('2026-07-06T19:59:00Z'))).to.equal(false);
    expect(inQuietHours(night, at('2026-07-06T20:00:00Z'))).to.equal(true);
  });

  it('may last the whole day, and work with a zone that the device does not know', () => {
    const always = { from: 0, until: 0, days: [1, 2, 3, 4, 5, 6, 7], time_zone: 'Mars/Olympus' };
    for (const hour of [0, 6, 12, 18, 23])
      expect(inQuietHours(always, at('2026-03-06T00:30:00Z') + hour * 3_600_000)).to.equal(true);
  });
});
