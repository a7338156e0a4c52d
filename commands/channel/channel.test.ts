import { expect } from 'chai';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { MadeChannel, MadeGuild } from '#commands/commands.ts';
import { CHANNELS_PER_GUILD_MAX, PLACE_ABANDONED_MS } from '#domain/kernel/limits.ts';
import {
  accepted,
  type Person,
  refusal,
  right,
  type TestWriteSide,
  testWriteSide,
} from '#infra/workshop/testkit/write-side.ts';

describe('channels', () => {
  let side: TestWriteSide;
  let ann: Person;
  let bob: Person;
  let guild: MadeGuild;
  beforeEach(async () => {
    side = testWriteSide();
    ann = await side.person('ann');
    bob = await side.person('bob');
    guild = await accepted(side.commands.createGuild({ ...side.by(ann), name: 'a guild' }));
    await side.admit(ann, guild.guildId, bob);
  });

  const make = (person: Person, name = 'news') =>
    side.commands.createChannel({ ...side.by(person), guildId: guild.guildId, name, channelKind: 'text' });
  const rename = (person: Person, { channelId }: MadeChannel, name = 'olds') =>
    side.commands.changeChannel({ ...side.by(person), channelId, name });
  const remove = (person: Person, { channelId }: MadeChannel) =>
    side.commands.deleteChannel({ ...side.by(person), channelId });
  const typesSince = (n: number) =>
    side.store
      .all()
      .slice(n)
      .map(({ event }) => event.type);

  it('are made, renamed and deleted by a member who may manage channels', async () => {
    const before = side.store.all().length;
    const news = await accepted(make(ann));
    expect(news).to.deep.include({ guildId: guild.guildId, name: 'news', channelKind: 'text', createdAt: side.now() });
    await accepted(rename(ann, news));
    await accepted(remove(ann, news));
    expect(typesSince(before)).to.deep.equal([
      'guild.channel-listed',
      'channel.created',
      'channel.renamed',
      'channel.deleted',
      'guild.channel-unlisted',
    ]);
    expect(await refusal(rename(ann, news))).to.deep.equal({ kind: 'ChannelUnknown' });
    expect(await refusal(remove(ann, news))).to.deep.equal({ kind: 'ChannelUnknown' });
  });

  it('are deleted for a reason, which must be a text', async () => {
    const news = await accepted(make(ann));
    const act = { ...side.by(ann), channelId: news.channelId };
    expect(await refusal(side.commands.deleteChannel({ ...act, reason: '' }))).to.include({ kind: 'ReasonInvalid' });
    await accepted(side.commands.deleteChannel({ ...act, reason: 'nobody talks here' }));
    const [deletion] = side.store.all().flatMap(({ event }) => (event.type === 'channel.deleted' ? [event.data] : []));
    expect(deletion?.reason).to.equal('nobody talks here');
  });

  it('answer with the position at which a reader sees the change', async () => {
    const last = () => side.store.all().at(-1)?.position;
    const made = await right(make(ann));
    expect(made.position).to.equal(last());
    expect((await right(rename(ann, made.value))).position).to.equal(last());
    const renamedAt = last();
    await accepted(make(ann, 'another'));
    expect((await right(rename(ann, made.value))).position).to.equal(renamedAt);
    expect((await right(remove(ann, made.value))).position).to.equal(last());
  });

  it('are out of reach for users without the permission', async () => {
    const news = await accepted(make(ann));
    const missing = { kind: 'MissingPermission', permission: 'manage_channels' };
    expect(await refusal(make(bob))).to.deep.equal(missing);
    expect(await refusal(rename(bob, news))).to.deep.equal(missing);
    expect(await refusal(remove(bob, news))).to.deep.equal(missing);
    const cat = await side.person('cat');
    expect(await refusal(make(cat))).to.deep.equal({ kind: 'GuildUnknown' });
    expect(await refusal(rename(cat, news))).to.deep.equal({ kind: 'ChannelUnknown' });
    expect(await refusal(remove(cat, news))).to.deep.equal({ kind: 'ChannelUnknown' });
    expect((await refusal(make(ann, '\u200B'))).kind).to.equal('ChannelNameInvalid');
  });

  it('are changed by their id alone, with the rights that the actor has in their own guild', async () => {
    const theirs = await accepted(side.commands.createGuild({ ...side.by(bob), name: 'another' }));
    const news = await accepted(
      side.commands.createChannel({ ...side.by(bob), guildId: theirs.guildId, name: 'news', channelKind: 'text' }),
    );
    expect(await refusal(rename(ann, news))).to.deep.equal({ kind: 'ChannelUnknown' });
    await accepted(rename(bob, news));
    await accepted(remove(bob, news));
    expect(side.store.all().at(-1)?.event).to.deep.equal({
      type: 'guild.channel-unlisted',
      data: { guildId: theirs.guildId, channelId: news.channelId },
    });
  });

  it('are made once, however often one attempt is repeated, also after they were deleted', async () => {
    const attempt = { ...side.by(ann), guildId: guild.guildId, name: 'news', channelKind: 'text' } as const;
    const first = await accepted(side.commands.createChannel(attempt));
    expect(await accepted(side.commands.createChannel(attempt))).to.deep.equal(first);
    expect(await refusal(side.commands.createChannel({ ...attempt, channelKind: 'voice' }))).to.deep.equal({
      kind: 'AttemptReused',
    });
    await accepted(remove(ann, first));
    const before = side.store.all().length;
    expect(first.permissions).to.include('manage_channels');
    expect(await accepted(side.commands.createChannel(attempt))).to.deep.equal({ ...first, permissions: [] });
    expect(typesSince(before)).to.deep.equal([]);
    expect(await refusal(rename(ann, first))).to.deep.equal({ kind: 'ChannelUnknown' });
  });

  it('answer no retry of a former member, and none in a deleted guild', async () => {
    const attempt = { ...side.by(ann), guildId: guild.guildId, name: 'news', channelKind: 'text' } as const;
    await accepted(side.commands.createChannel(attempt));
    await accepted(side.commands.deleteGuild({ ...side.by(ann), guildId: guild.guildId }));
    expect(await refusal(side.commands.createChannel(attempt))).to.deep.equal({ kind: 'GuildUnknown' });
  });

  it('are made and deleted completely by a retry, after a crash at any step', async () => {
    for (const when of ['before', 'after'] as const)
      for (const n of [1, 2]) {
        const before = side.store.all().length;
        const attempt = { ...side.by(ann), guildId: guild.guildId, name: 'news', channelKind: 'text' } as const;
        const crashes = (run: () => Promise<unknown>) => {
          side.store.crashAt(n, when);
          return run().then(
            () => expect.fail('it did not crash'),
            () => side.store.neverMindTheCrash(),
          );
        };
        await crashes(side.commands.createChannel(attempt));
        const { channelId } = await accepted(side.restarted().commands.createChannel(attempt));
        const removal = { ...side.by(ann), channelId };
        await crashes(side.commands.deleteChannel(removal));
        await accepted(side.restarted().commands.deleteChannel(removal));
        expect(typesSince(before)).to.deep.equal([
          'guild.channel-listed',
          'channel.created',
          'channel.deleted',
          'guild.channel-unlisted',
        ]);
      }
  });

  it('give their place back after a crash, also when the deletion comes again under another key', async () => {
    const { channelId } = await accepted(make(ann));
    const before = side.store.all().length;
    const remove = (who: Person) => side.restarted().commands.deleteChannel({ ...side.by(who), channelId });
    side.store.crashAt(1, 'after');
    await side.commands
      .deleteChannel({ ...side.by(ann), channelId })()
      .then(
        () => expect.fail('it did not crash'),
        () => side.store.neverMindTheCrash(),
      );
    const unknown = { kind: 'ChannelUnknown' };
    expect(await refusal(remove(bob))).to.deep.equal(unknown);
    expect(typesSince(before), 'a user without the right changes nothing').to.deep.equal(['channel.deleted']);
    for (let n = 0; n < 2; n += 1) expect(await refusal(remove(ann))).to.deep.equal(unknown);
    expect(typesSince(before)).to.deep.equal(['channel.deleted', 'guild.channel-unlisted']);
  });

  it('are two when one key makes them in two guilds', async () => {
    const other = await accepted(side.commands.createGuild({ ...side.by(ann), name: 'another guild' }));
    const attempt = { ...side.by(ann), name: 'news', channelKind: 'text' as const };
    const made = [guild, other].map(({ guildId }) => accepted(side.commands.createChannel({ ...attempt, guildId })));
    const [here, there] = await Promise.all(made);
    expect([here?.guildId, there?.guildId]).to.deep.equal([guild.guildId, other.guildId]);
    expect(here?.channelId).not.to.equal(there?.channelId);
  });

  it('are limited in number, and a deleted channel makes room', async () => {
    const news = await accepted(make(ann));
    for (let n = 2; n < CHANNELS_PER_GUILD_MAX; n += 1) await accepted(make(ann, `channel ${n}`));
    expect(await refusal(make(ann))).to.deep.equal({ kind: 'TooManyChannels', max: CHANNELS_PER_GUILD_MAX });
    await accepted(remove(ann, news));
    await accepted(make(ann));
  });

  describe('in a guild with one place left', () => {
    const tooMany = { kind: 'TooManyChannels', max: CHANNELS_PER_GUILD_MAX };
    const attempt = () => ({ ...side.by(ann), guildId: guild.guildId, name: 'the last', channelKind: 'text' as const });
    const crashing = async (run: TaskEither<unknown, unknown>) => {
      side.store.crashAt(1, 'after');
      await run().then(
        () => expect.fail('it did not crash'),
        () => side.store.neverMindTheCrash(),
      );
    };
    const listed = () => {
      const ids = new Set<string>();
      for (const { event } of side.store.all()) {
        if (event.type === 'guild.channel-listed') ids.add(event.data.channelId);
        if (event.type === 'guild.channel-unlisted') ids.delete(event.data.channelId);
      }
      return ids;
    };
    let news: MadeChannel;
    beforeEach(async () => {
      news = await accepted(make(ann));
      for (let n = 3; n < CHANNELS_PER_GUILD_MAX; n += 1) await accepted(make(ann, `channel ${n}`));
    });

    it('lose no place to an attempt that was cut short', async () => {
      const cut = attempt();
      await crashing(side.commands.createChannel(cut));
      expect(await refusal(make(ann)), 'it may still be under way').to.deep.equal(tooMany);
      side.passTime(PLACE_ABANDONED_MS + 1);
      await accepted(side.restarted().commands.createChannel(attempt()));
      expect(await refusal(side.commands.createChannel(cut))).to.deep.equal(tooMany);
      await accepted(remove(ann, news));
      const { channelId } = await accepted(side.commands.createChannel(cut));
      expect([listed().has(channelId), listed().size]).to.deep.equal([true, CHANNELS_PER_GUILD_MAX]);
    });

    it('lose no place to a deletion that was cut short', async () => {
      await accepted(make(ann));
      await crashing(remove(ann, news));
      await accepted(side.restarted().commands.createChannel(attempt()));
      expect([listed().has(news.channelId), listed().size]).to.deep.equal([false, CHANNELS_PER_GUILD_MAX]);
    });

    it('keep their place until they are made, also for an attempt whose key is old', async () => {
      const [old, older] = [attempt(), attempt()];
      side.passTime(PLACE_ABANDONED_MS + 1);
      side.store.beforeAppendTo('channel-', async () => {
        expect(await refusal(side.restarted().commands.createChannel(older))).to.deep.equal(tooMany);
      });
      await accepted(side.commands.createChannel(old));
      expect(listed().size).to.equal(CHANNELS_PER_GUILD_MAX);
    });

    it('keep their place while an attempt that was cut short is tried again', async () => {
      const cut = attempt();
      await crashing(side.commands.createChannel(cut));
      side.passTime(PLACE_ABANDONED_MS + 1);
      side.store.beforeAppendTo('channel-', async () => {
        expect(await refusal(side.restarted().commands.createChannel(attempt()))).to.deep.equal(tooMany);
      });
      await accepted(side.commands.createChannel(cut));
      expect(listed().size).to.equal(CHANNELS_PER_GUILD_MAX);
    });

    it('are refused while another channel has the place, and are made when it is free again', async () => {
      const slow = attempt();
      side.store.beforeAppendTo('channel-', async () => {
        side.passTime(PLACE_ABANDONED_MS + 1);
        await accepted(side.restarted().commands.createChannel(attempt()));
      });
      expect(await refusal(side.commands.createChannel(slow))).to.deep.equal(tooMany);
      expect(listed().size).to.equal(CHANNELS_PER_GUILD_MAX);
      await accepted(remove(ann, news));
      const { channelId } = await accepted(side.commands.createChannel(slow));
      expect([listed().has(channelId), listed().size]).to.deep.equal([true, CHANNELS_PER_GUILD_MAX]);
    });
  });
});
