import { expect } from 'chai';
import { composeWriteSide } from '#commands/compose.ts';
import { GUILDS_PER_OWNER_MAX, PLACE_ABANDONED_MS } from '#domain/kernel/limits.ts';
import { EVERYONE_DEFAULT } from '#domain/permission/defaults.ts';
import {
  accepted,
  type Person,
  refusal,
  type TestWriteSide,
  testWriteSide,
} from '#infra/workshop/testkit/write-side.ts';

describe('guilds', () => {
  let side: TestWriteSide;
  let ann: Person;
  let bob: Person;
  let cat: Person;
  beforeEach(async () => {
    side = testWriteSide();
    ann = await side.person('ann');
    bob = await side.person('bob');
    cat = await side.person('cat');
  });

  const typesSince = (n: number) =>
    side.store
      .all()
      .slice(n)
      .map(({ event }) => event.type);
  const make = (person: Person, name = 'a guild') => accepted(side.commands.createGuild({ ...side.by(person), name }));
  let guild: Awaited<ReturnType<typeof make>>;

  it('are made with their owner, an everyone-role of little power, and a channel to talk in', async () => {
    const before = side.store.all().length;
    guild = await make(ann, '  Café  ');
    expect(guild).to.deep.include({ name: 'Café', ownerId: ann.userId, createdAt: side.now() });
    expect(typesSince(before)).to.deep.equal([
      'account.guild-acquired',
      'guild.created',
      'guild.channel-listed',
      'channel.created',
    ]);
    const created = side.store.all().find(({ event }) => event.type === 'guild.created');
    expect(created?.event.data).to.deep.include({ everyone: EVERYONE_DEFAULT });
    expect(created?.metadata).to.deep.include({ actor: `user:${ann.userId}`, session: ann.sessionId });
  });

  it('are made once, however often one attempt is repeated, also by another process', async () => {
    const attempt = side.by(ann);
    const first = await accepted(side.commands.createGuild({ ...attempt, name: 'a guild' }));
    const before = side.store.all().length;
    side.passTime(60_000);
    expect(await accepted(side.commands.createGuild({ ...attempt, name: 'a guild' }))).to.deep.equal(first);
    expect(await accepted(side.restarted().commands.createGuild({ ...attempt, name: 'a guild' }))).to.deep.equal(first);
    expect(typesSince(before)).to.deep.equal([]);
    expect(await refusal(side.commands.createGuild({ ...attempt, name: 'another' }))).to.deep.equal({
      kind: 'AttemptReused',
    });
  });

  it('are made completely by a retry, after a crash at any step', async () => {
    for (const when of ['before', 'after'] as const)
      for (let n = 1; n <= 4; n += 1) {
        const attempt = side.by(ann);
        const before = side.store.all().length;
        side.store.crashAt(n, when);
        await side.commands
          .createGuild({ ...attempt, name: 'a guild' })()
          .then(
            () => expect.fail('it did not crash'),
            () => undefined,
          );
        side.store.neverMindTheCrash();
        await accepted(side.restarted().commands.createGuild({ ...attempt, name: 'a guild' }));
        expect(typesSince(before)).to.deep.equal([
          'account.guild-acquired',
          'guild.created',
          'guild.channel-listed',
          'channel.created',
        ]);
      }
  });

  const names: ReadonlyArray<readonly [string, string]> = [
    ['an empty name', '   '],
    ['a name of two lines', 'a\nb'],
    ['a name that turns the reading direction', 'a\u202Eb'],
    ['a name of piled-up accents', `a${'\u0301\u0302\u0303\u0304\u0305\u0306'}`],
    ['a name that is too long', 'x'.repeat(65)],
    ['half a surrogate pair', 'a\uD800'],
  ];
  for (const [what, name] of names)
    it(`do not take ${what}`, async () => {
      const refused = await refusal(side.commands.createGuild({ ...side.by(ann), name }));
      expect(refused.kind).to.equal('GuildNameInvalid');
    });

  it('are limited for each owner, and a deleted guild makes room', async () => {
    const guilds = [];
    for (let n = 0; n < GUILDS_PER_OWNER_MAX; n += 1) guilds.push(await make(ann, `guild ${n}`));
    const another = side.commands.createGuild({ ...side.by(ann), name: 'one more' });
    expect(await refusal(another)).to.deep.equal({ kind: 'TooManyGuilds', max: GUILDS_PER_OWNER_MAX });
    await make(bob);
    const [first] = guilds;
    if (first === undefined) throw new Error('there is a first one');
    await accepted(side.commands.deleteGuild({ ...side.by(ann), guildId: first.guildId }));
    await make(ann, 'one more');
    const yetAnother = side.commands.createGuild({ ...side.by(ann), name: 'yet one more' });
    expect((await refusal(yetAnother)).kind).to.equal('TooManyGuilds');
  });

  describe('of an owner with one place left', () => {
    const tooMany = { kind: 'TooManyGuilds', max: GUILDS_PER_OWNER_MAX };
    beforeEach(async () => {
      for (let n = 1; n < GUILDS_PER_OWNER_MAX; n += 1) await make(ann, `guild ${n}`);
    });
    /** Builds a write side that waits for `happening` after it has taken a place, before it makes the guild. */
    const waiting = (happening: () => Promise<unknown>) => {
      const { ports, store } = side;
      let waits = true;
      const append: typeof store.append =
        (stream, ...rest) =>
        async () => {
          const outcome = await store.append(stream, ...rest)();
          if (!waits || !stream.startsWith('user-')) return outcome;
          waits = false;
          await happening();
          return outcome;
        };
      return composeWriteSide({ ...ports, store: { ...store, append } });
    };

    it('are bounded for attempts of the same moment whose keys are old', async () => {
      const [old, older] = [side.by(ann), side.by(ann)];
      side.passTime(PLACE_ABANDONED_MS + 1);
      const slow = waiting(async () => {
        expect(await refusal(side.commands.createGuild({ ...older, name: 'another' }))).to.deep.equal(tooMany);
      });
      await accepted(slow.commands.createGuild({ ...old, name: 'slow' }));
    });

    it('keep their place while an attempt that was cut short is tried again', async () => {
      const cut = { ...side.by(ann), name: 'cut short' };
      side.store.crashAt(1, 'after');
      await side.commands
        .createGuild(cut)()
        .then(
          () => expect.fail('it did not crash'),
          () => side.store.neverMindTheCrash(),
        );
      side.passTime(PLACE_ABANDONED_MS + 1);
      side.store.beforeAppendTo('guild-', async () => {
        const another = side.restarted().commands.createGuild({ ...side.by(ann), name: 'another' });
        expect(await refusal(another)).to.deep.equal(tooMany);
      });
      await accepted(side.commands.createGuild(cut));
    });

    it('are refused when another one was given the place meanwhile', async () => {
      const slow = waiting(async () => {
        side.passTime(PLACE_ABANDONED_MS + 1);
        await make(ann, 'another');
      });
      expect(await refusal(slow.commands.createGuild({ ...side.by(ann), name: 'slow' }))).to.deep.equal(tooMany);
    });
  });

  it('lose no place to an attempt that was cut short', async () => {
    for (let n = 1; n < GUILDS_PER_OWNER_MAX; n += 1) await make(ann, `guild ${n}`);
    const attempt = { ...side.by(ann), name: 'cut short' };
    side.store.crashAt(1, 'after');
    await side.commands
      .createGuild(attempt)()
      .then(
        () => expect.fail('it did not crash'),
        () => side.store.neverMindTheCrash(),
      );
    const another = () => side.restarted().commands.createGuild({ ...side.by(ann), name: 'another' });
    expect((await refusal(another())).kind, 'it may still be under way').to.equal('TooManyGuilds');
    side.passTime(PLACE_ABANDONED_MS + 1);
    await accepted(another());
    expect((await refusal(side.commands.createGuild(attempt))).kind).to.equal('TooManyGuilds');
  });

  describe('with members', () => {
    beforeEach(async () => {
      guild = await make(ann);
      await side.admit(ann, guild.guildId, bob);
    });
    const rename = (person: Person, name = 'new') =>
      side.commands.renameGuild({ ...side.by(person), guildId: guild.guildId, name });
    const kick = (person: Person, target: Person, reason: string | null = null) =>
      side.commands.kickMember({ ...side.by(person), guildId: guild.guildId, userId: target.userId, reason });
    const leave = (person: Person) => side.commands.leaveGuild({ ...side.by(person), guildId: guild.guildId });
    const remove = (person: Person) => side.commands.deleteGuild({ ...side.by(person), guildId: guild.guildId });

    it('are renamed by a member who may manage them, and unknown to strangers', async () => {
      await accepted(rename(ann));
      expect(await refusal(rename(bob))).to.deep.equal({ kind: 'MissingPermission', permission: 'manage_guild' });
      expect(await refusal(rename(cat))).to.deep.equal({ kind: 'GuildUnknown' });
    });

    it('get no event by a rename to the same name', async () => {
      await accepted(rename(ann));
      const before = side.store.all().length;
      await accepted(rename(ann));
      expect(typesSince(before)).to.deep.equal([]);
    });

    it('are deleted by their owner only, and are then unknown to all users', async () => {
      expect(await refusal(remove(bob))).to.deep.equal({ kind: 'NotTheOwner' });
      expect(await refusal(remove(cat))).to.deep.equal({ kind: 'GuildUnknown' });
      const attempt = { ...side.by(ann), guildId: guild.guildId };
      await accepted(side.commands.deleteGuild(attempt));
      await accepted(side.commands.deleteGuild(attempt));
      expect(await refusal(rename(ann))).to.deep.equal({ kind: 'GuildUnknown' });
      expect(await refusal(rename(bob))).to.deep.equal({ kind: 'GuildUnknown' });
    });

    it('are renamed or deleted in a race, and the loser is told the result', async () => {
      const removal = { ...side.by(ann), guildId: guild.guildId };
      side.store.beforeAppendTo('guild-', () => accepted(side.restarted().commands.deleteGuild(removal)));
      expect(await refusal(rename(ann))).to.deep.equal({ kind: 'GuildUnknown' });
      expect(side.store.all().some(({ event }) => event.type === 'guild.renamed')).to.equal(false);
    });

    it('are left by any member except their owner', async () => {
      expect(await refusal(leave(ann))).to.deep.equal({ kind: 'OwnerCannotLeave' });
      expect(await refusal(leave(cat))).to.deep.equal({ kind: 'GuildUnknown' });
      await accepted(leave(bob));
      expect(await refusal(leave(bob))).to.deep.equal({ kind: 'GuildUnknown' });
    });

    it('lose a member by a kick, with its reason', async () => {
      await accepted(kick(ann, bob, 'spam'));
      expect(side.store.all().at(-1)?.event).to.deep.equal({
        type: 'guild.member-kicked',
        data: { guildId: guild.guildId, userId: bob.userId, by: ann.userId, reason: 'spam' },
      });
      expect(await refusal(rename(bob))).to.deep.equal({ kind: 'GuildUnknown' });
    });

    it('refuse a kick without permission, of the owner, of oneself, of strangers, and for an invalid reason', async () => {
      await side.admit(ann, guild.guildId, cat);
      expect(await refusal(kick(bob, cat))).to.deep.equal({ kind: 'MissingPermission', permission: 'kick_members' });
      expect(await refusal(kick(ann, ann))).to.deep.equal({ kind: 'OutranksActor' });
      await accepted(leave(cat));
      expect(await refusal(kick(ann, cat))).to.deep.equal({ kind: 'MemberUnknown' });
      expect(await refusal(kick(cat, bob))).to.deep.equal({ kind: 'GuildUnknown' });
      expect((await refusal(kick(ann, bob, 'x'.repeat(241)))).kind).to.equal('ReasonInvalid');
    });

    it('kick once by one attempt, also when it is retried after the member came back', async () => {
      const attempt = { ...side.by(ann), guildId: guild.guildId, userId: bob.userId, reason: null };
      await accepted(side.commands.kickMember(attempt));
      await accepted(side.commands.kickMember(attempt));
      expect(await refusal(kick(ann, bob)), 'another attempt').to.deep.equal({ kind: 'MemberUnknown' });
      await side.admit(ann, guild.guildId, bob);
      await accepted(side.commands.kickMember(attempt));
      await accepted(leave(bob));
    });

    it('are unknown to a user who is no member, for every command', async () => {
      const other = await make(cat, 'another');
      const into = { ...side.by(ann), guildId: other.guildId };
      expect(await refusal(side.commands.renameGuild({ ...into, name: 'x' }))).to.deep.equal({ kind: 'GuildUnknown' });
      expect(await refusal(side.commands.deleteGuild(into))).to.deep.equal({ kind: 'GuildUnknown' });
      expect(await refusal(side.commands.leaveGuild(into))).to.deep.equal({ kind: 'GuildUnknown' });
      const kicking = side.commands.kickMember({ ...into, userId: cat.userId, reason: null });
      expect(await refusal(kicking)).to.deep.equal({ kind: 'GuildUnknown' });
      const making = side.commands.createChannel({ ...into, name: 'x', channelKind: 'text' });
      expect(await refusal(making)).to.deep.equal({ kind: 'GuildUnknown' });
    });
  });
});
