/** The settings in the personal store, over a real Postgres. */
import { expect } from 'chai';
import { isLeft } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import pg from 'pg';
import type { ChannelId, GuildId } from '#domain/kernel/ids.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import type { PlacedRule } from '#gateway/ports/personal-settings.ts';
import { NOTIFICATION_RULES_MAX } from '#gateway/protocol/limits.ts';
import { FIRST_SETTINGS } from '#gateway/protocol/settings.ts';
import { openPersonal, type PersonalStore } from '#infra/personal/open-personal.ts';
import { channel, guild, user } from '#infra/workshop/testkit/community-events.ts';
import { freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';

const ada = user(1);
const ben = user(2);
const QUIET = { from: 1_320, until: 420, days: [1, 2, 3], time_zone: 'Europe/Berlin' };
const inGuild = (guildId: GuildId, over = {}): PlacedRule => ({
  kind: 'guild',
  guildId,
  rule: { level: 'none', muted: false, muted_until: null, suppress_everyone: true, suppress_roles: false, ...over },
});
const inChannel = (channelId: ChannelId, over = {}): PlacedRule => ({
  kind: 'channel',
  channelId,
  rule: { level: null, muted: true, muted_until: instantOf(1_000), ...over },
});

describe('the settings of a user', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let personal: PersonalStore;
  let client: pg.Client;
  before(async () => {
    database = await freshDatabase();
    personal = await openPersonal({ connectionString: database.url }, true);
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
  });
  beforeEach(() => client.query('TRUNCATE personal.settings, personal.notification_rule, personal.presence'));
  after(async () => {
    await client.end();
    await personal.close();
    await database.drop();
  });

  const done = async <A>(work: TaskEither<{ readonly kind: string }, A>): Promise<A> => {
    const outcome = await work();
    if (isLeft(outcome)) throw new Error(outcome.left.kind);
    return outcome.right;
  };
  const of = async (who = ada) => (await done(personal.settings.of(who))).settings;

  it('have first values, and keep what a change does not name', async () => {
    expect(await of()).to.deep.equal(FIRST_SETTINGS);
    await done(personal.settings.change(ada, { guild_order: [guild(2), guild(1)], sound: true }));
    const changed = await done(personal.settings.change(ada, { quiet_hours: QUIET }));
    expect(changed).to.deep.equal({
      ...FIRST_SETTINGS,
      ...{ revision: 2, guild_order: [guild(2), guild(1)], sound: true, quiet_hours: QUIET },
    });
    expect(await of()).to.deep.equal(changed);
    expect((await done(personal.settings.change(ada, { quiet_hours: null }))).quiet_hours).to.equal(null);
    expect(await of(ben)).to.deep.equal(FIRST_SETTINGS);
  });

  it('count every change once, also of two devices at the same moment', async () => {
    await Promise.all(
      Array.from({ length: 10 }, (_, n) => done(personal.settings.change(ada, n % 2 ? { sound: true } : {}))),
    );
    expect(await of()).to.include({ revision: 10, sound: true });
  });

  it('hold a rule for a guild and a channel, until a rule that says nothing takes it away', async () => {
    await done(personal.settings.putRule(ada, inGuild(guild(1))));
    const both = await done(personal.settings.putRule(ada, inChannel(channel(1))));
    expect(both).to.deep.include({
      revision: 2,
      guild_rules: [
        {
          ...{ guild_id: guild(1), level: 'none', muted: false, muted_until: null },
          ...{ suppress_everyone: true, suppress_roles: false },
        },
      ],
      channel_rules: [{ channel_id: channel(1), level: null, muted: true, muted_until: instantOf(1_000) }],
    });
    const without = await done(personal.settings.putRule(ada, inChannel(channel(1), { muted: false })));
    expect(without.channel_rules).to.deep.equal([]);
    expect(
      (await done(personal.settings.putRule(ada, inGuild(guild(1), { level: 'all' })))).guild_rules,
    ).to.have.length(1);
  });

  it('take no rule beyond the limit, but still change one', async () => {
    await client.query(
      `INSERT INTO personal.notification_rule
       SELECT $1, '01' || lpad(n::text, 24, '0'), 'channel', 'none', false, NULL, false, false
       FROM generate_series(1, ${NOTIFICATION_RULES_MAX}) AS n`,
      [ada],
    );
    const refused = await personal.settings.putRule(ada, inGuild(guild(1)))();
    expect(isLeft(refused) && refused.left.kind).to.equal('TooManyRules');
    const { channel_id: first } = (await of()).channel_rules[0] ?? expect.fail('a rule is there');
    expect((await done(personal.settings.putRule(ada, inChannel(first)))).channel_rules[0]).to.include({ muted: true });
  });

  it('keep the newest choice of presence, whichever write comes last', async () => {
    const choice = (status: 'dnd' | 'invisible') => ({ status, custom_status: null }) as const;
    await done(personal.settings.keepPresence(ada, { choice: choice('dnd'), at: 2_000 }));
    await done(personal.settings.keepPresence(ada, { choice: choice('invisible'), at: 1_000 }));
    expect((await done(personal.settings.of(ada))).presence).to.deep.equal({ choice: choice('dnd'), at: 2_000 });
  });

  it('are told to every process that listens, with each change', async () => {
    const heard: string[] = [];
    client.on('notification', ({ payload = '' }) => heard.push(payload));
    await client.query('LISTEN filament_read_marker');
    await done(personal.settings.change(ada, { sound: true }));
    await done(personal.settings.putRule(ada, inChannel(channel(1))));
    await done(personal.settings.putRule(ada, inChannel(channel(1), { muted: false })));
    await client.query('SELECT 1');
    expect(heard).to.deep.equal([ada, ada, ada]);
    await client.query('UNLISTEN *');
  });

  it('are not read by a program that is older than they are', async () => {
    await client.query(`INSERT INTO personal.settings VALUES ($1, 2, 1, '{}')`, [ada]);
    expect(isLeft(await personal.settings.of(ada)())).to.equal(true);
  });

  it('are not written over by a program that is older than they are', async () => {
    await done(personal.settings.putRule(ada, inGuild(guild(1))));
    await client.query(`UPDATE personal.settings SET version = 2, document = '{"sound": "bell"}'`);
    for (const work of [
      personal.settings.change(ada, { sound: true }),
      personal.settings.putRule(ada, inChannel(channel(1))),
      personal.settings.putRule(ada, inGuild(guild(1), { level: null, suppress_everyone: false })),
    ]) {
      const outcome = await work();
      expect(isLeft(outcome) && outcome.left.kind).to.equal('PersonalUnavailable');
    }
    const { rows } = await client.query('SELECT version, document FROM personal.settings');
    expect(rows).to.deep.equal([{ version: 2, document: { sound: 'bell' } }]);
    expect((await client.query('SELECT place_id FROM personal.notification_rule')).rows).to.deep.equal([
      { place_id: guild(1) },
    ]);
  });

  it('go with the person, and their rules with a channel', async () => {
    for (const who of [ada, ben]) {
      await done(personal.settings.change(who, { sound: true }));
      await done(personal.settings.putRule(who, inChannel(channel(1))));
      await done(personal.settings.keepPresence(who, { choice: { status: 'dnd', custom_status: null }, at: 1 }));
    }
    await personal.forgetUser(ada);
    expect(await done(personal.settings.of(ada))).to.deep.equal({ settings: FIRST_SETTINGS, presence: undefined });
    await personal.forgetChannel(channel(1));
    expect(await of(ben)).to.deep.include({ sound: true, channel_rules: [] });
  });

  it('keep nothing of a guild that is erased, and everything of another one', async () => {
    for (const who of [ada, ben]) {
      await done(personal.settings.change(who, { guild_order: [guild(2), guild(1), guild(3)], sound: true }));
      await done(personal.settings.putRule(who, inGuild(guild(1))));
      await done(personal.settings.putRule(who, inGuild(guild(2))));
    }
    await client.query('UPDATE personal.settings SET version = 2 WHERE user_id = $1', [ben]);
    await personal.forgetGuild(guild(1));
    await personal.forgetGuild(guild(1));
    const { guild_order, guild_rules, sound } = await of();
    expect([guild_order, sound]).to.deep.equal([[guild(2), guild(3)], true]);
    expect(guild_rules.map(({ guild_id }) => guild_id)).to.deep.equal([guild(2)]);
    const { rows } = await client.query('SELECT document FROM personal.settings WHERE user_id = $1', [ben]);
    expect(rows[0].document.guild_order).to.have.length(3);
  });

  it('are read with a time zone and an order that no client may send any more', async () => {
    const quiet_hours = { ...QUIET, days: [1, 1], time_zone: 'Mars/Olympus' };
    const document = JSON.stringify({ quiet_hours, guild_order: [guild(1), guild(1)] });
    await client.query('INSERT INTO personal.settings VALUES ($1, 1, 1, $2)', [ada, document]);
    expect(await of()).to.deep.include({ quiet_hours, guild_order: [guild(1), guild(1)] });
  });
});
