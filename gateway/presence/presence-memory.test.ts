import { expect } from 'chai';
import { instantOf } from '#domain/kernel/instant.ts';
import { choiceOf, newerChoice, shownPresence } from '#gateway/presence/choice.ts';
import { PresenceMemory } from '#gateway/presence/presence-memory.ts';
import type { PresenceChoice } from '#gateway/protocol/presence.ts';
import { guildId, userId } from '#infra/workshop/scenarios/staged-events.ts';

const GRACE_MS = 10_000;
const NOON = Date.UTC(2026, 0, 5, 12);
const at = (ms: number) => instantOf(NOON + ms);
const [ada, max] = [userId(1), userId(2)];
const [phone, laptop] = [{}, {}];
const GUILD = guildId(1);
const chosen = (status: PresenceChoice['status'], ms: number, text?: string, untilMs?: number) => ({
  choice: {
    status,
    custom_status: text === undefined ? null : { text, until: untilMs === undefined ? null : at(untilMs) },
  },
  at: NOON + ms,
});
const silent = {
  shown: () => undefined,
  chosen: () => undefined,
  here: () => undefined,
  came: () => undefined,
  parted: () => undefined,
};

describe('the presence of a user', () => {
  let memory: PresenceMemory;
  const status = (user = ada) => memory.shown(user)?.status ?? 'offline';
  beforeEach(() => {
    memory = new PresenceMemory(GRACE_MS, silent);
  });

  it('is online from the first connection to ten seconds after the last one', () => {
    expect(status()).to.equal('offline');
    memory.came(phone, ada, [GUILD]);
    memory.came(laptop, ada, [GUILD]);
    memory.left(phone, ada, at(0));
    memory.tick(at(GRACE_MS * 2));
    expect(status()).to.equal('online');
    memory.left(laptop, ada, at(0));
    memory.tick(at(GRACE_MS - 1));
    expect(status()).to.equal('online');
    memory.tick(at(GRACE_MS));
    expect(status()).to.equal('offline');
    memory.sweep([ada]);
    expect(memory.usersIn(GUILD).size).to.equal(0);
  });

  it('goes on when the user comes back within the grace, with the choice from before', () => {
    memory.came(phone, ada, [GUILD]);
    memory.set(phone, ada, chosen('dnd', 0, 'at work'), 'active');
    memory.left(phone, ada, at(0));
    memory.came(laptop, ada, [GUILD], { choice: { status: 'online', custom_status: null }, at: 0 });
    memory.tick(at(GRACE_MS * 2));
    expect(memory.shown(ada)).to.deep.equal({ status: 'dnd', custom_status: { text: 'at work', until: null } });
  });

  it('is idle only when every connection is away, and a chosen status wins over that', () => {
    memory.came(phone, ada, [GUILD], undefined, 'away');
    expect(status()).to.equal('idle');
    memory.came(laptop, ada, [GUILD]);
    expect(status()).to.equal('online');
    memory.set(laptop, ada, chosen('online', 0), 'away');
    expect(status()).to.equal('idle');
    memory.set(laptop, ada, chosen('dnd', 1), 'away');
    expect(status()).to.equal('dnd');
    memory.set(laptop, ada, chosen('idle', 2), 'active');
    expect(status()).to.equal('idle');
  });

  it('is do not disturb while quiet hours show, whatever the activity, and never for an invisible user', () => {
    const hours = { from: 780, until: 840, days: [1, 2, 3, 4, 5, 6, 7], time_zone: 'UTC', dnd: true };
    const later = (minutes: number) => at(minutes * 60_000);
    memory.came(phone, ada, [GUILD], undefined, 'away');
    memory.settled(ada, { quiet_hours: hours, revision: 2 }, later(0));
    // Settings that were read before the change come late.
    memory.settled(ada, { quiet_hours: null, revision: 1 }, later(0));
    memory.tick(later(59));
    expect([status(), memory.isQuietHere(ada)]).to.deep.equal(['idle', false]);
    memory.tick(later(60));
    expect([status(), memory.isQuietHere(ada)]).to.deep.equal(['dnd', true]);
    memory.set(phone, ada, chosen('online', 0, 'asleep'), 'active');
    expect(memory.shown(ada)).to.deep.equal({ status: 'dnd', custom_status: { text: 'asleep', until: null } });
    expect(memory.choice(ada).choice.status).to.equal('online');
    memory.set(phone, ada, chosen('invisible', 1), 'active');
    expect(memory.shown(ada)).to.equal(undefined);
    memory.set(phone, ada, chosen('online', 2), 'active');
    memory.tick(later(119));
    expect(status()).to.equal('dnd');
    memory.tick(later(120));
    expect(status()).to.equal('online');
    memory.settled(ada, { quiet_hours: { ...hours, until: 900 }, revision: 3 }, later(121));
    expect(status()).to.equal('dnd');
    memory.settled(ada, { quiet_hours: { ...hours, until: 900, dnd: false }, revision: 4 }, later(121));
    expect(status()).to.equal('online');
  });

  it('is do not disturb while another process says that the user is quiet, until that process is lost', () => {
    const there = { ...chosen('online', 0), user: ada, activity: 'away', guilds: [GUILD] } as const;
    memory.came(phone, ada, [GUILD]);
    memory.heard({ ...there, quiet: true }, 'another', 1n, at(0));
    expect(status()).to.equal('dnd');
    memory.heard(there, 'another', 1n, at(1));
    expect(status()).to.equal('online');
    memory.heard({ ...there, quiet: true }, 'another', 1n, at(2));
    memory.lost('another');
    expect(status()).to.equal('online');
  });

  it('is offline for others while the user is invisible', () => {
    memory.came(phone, ada, [GUILD]);
    memory.set(phone, ada, chosen('invisible', 0, 'here all the time'), 'active');
    expect(memory.shown(ada)).to.equal(undefined);
    expect(memory.choice(ada).choice.status).to.equal('invisible');
  });

  it('takes the newest choice of all connections and processes, and of two unknown ones the one that shows less', () => {
    const [brought, hidden] = [chosen('online', -NOON), chosen('invisible', -NOON)];
    expect(newerChoice(brought, hidden)).to.equal(hidden);
    expect(newerChoice(hidden, brought)).to.equal(hidden);
    memory.came(phone, ada, [GUILD], hidden);
    memory.came(laptop, ada, [GUILD], brought);
    expect(status()).to.equal('offline');
    const elsewhere = { ...chosen('dnd', 5), user: ada, activity: 'active', guilds: [GUILD] } as const;
    memory.heard(elsewhere, 'another', 1n, at(10));
    expect(status()).to.equal('dnd');
    memory.set(phone, ada, chosen('online', 4), 'active');
    expect(status()).to.equal('dnd');
  });

  it('loses its custom status at the end of it', () => {
    memory.came(phone, ada, [GUILD]);
    memory.set(phone, ada, chosen('online', 0, 'at lunch', 60_000), 'active');
    memory.tick(at(59_999));
    expect(memory.shown(ada)?.custom_status?.text).to.equal('at lunch');
    memory.tick(at(60_000));
    expect(memory.shown(ada)).to.deep.equal({ status: 'online' });
  });

  it('ends with the process of its last connection', () => {
    const there = { ...chosen('online', 0), user: max, activity: 'active', guilds: [GUILD] } as const;
    memory.heard(there, 'one', 1n, at(0));
    memory.heard({ ...there, activity: 'away' }, 'other', 1n, at(0));
    expect(status(max)).to.equal('online');
    memory.lost('one');
    expect(status(max)).to.equal('idle');
    memory.heard({ ...there, activity: 'gone' }, 'other', 1n, at(0));
    expect(status(max)).to.equal('offline');
  });

  it('is in no guild that the user left later than another process says', () => {
    const there = { ...chosen('online', 0), user: max, activity: 'active', guilds: [GUILD] } as const;
    memory.changed({ kind: 'MemberGone', guildId: GUILD, userId: max }, 7n);
    memory.changed({ kind: 'MemberCame', guildId: guildId(2), userId: max }, 8n);
    memory.heard(there, 'one', 6n, at(0));
    expect([...memory.guildsOf(max)]).to.deep.equal([guildId(2)]);
    memory.heard(there, 'one', 7n, at(0));
    expect(memory.guildsOf(max).has(GUILD)).to.equal(true);
  });
});

describe('a custom status', () => {
  const of = (text: string) =>
    choiceOf({ status: 'online', custom_status: { text, until: null } })?.custom_status?.text;

  it('is one line of visible characters, 128 at most, in its stored form', () => {
    expect(of('  at  lunch  ')).to.equal('at  lunch');
    expect(of('e\u0301')).to.equal('é');
    expect(of('x'.repeat(128))).to.have.length(128);
    for (const bad of [
      '',
      ' ',
      'x'.repeat(129),
      'two\nlines',
      'a\u202eb',
      'a\u0000b',
      'a\u0007b',
      '\ud800',
      'a\u200bb',
    ])
      expect(of(bad), JSON.stringify(bad)).to.equal(undefined);
  });

  it('is told to nobody while its user is invisible or offline', () => {
    const choice = { status: 'invisible', custom_status: { text: 'here', until: null } } as const;
    expect(shownPresence({ choice, at: 1 }, ['active'])).to.equal(undefined);
    expect(shownPresence({ choice: { ...choice, status: 'dnd' }, at: 1 }, [])).to.equal(undefined);
  });
});
