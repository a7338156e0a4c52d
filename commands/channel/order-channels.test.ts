import { expect } from 'chai';
import fc from 'fast-check';
import { isRight } from 'fp-ts/lib/Either.js';
import { authorityInChannel } from '#commands/authority.ts';
import type { ChannelPlace, MadeChannel, MadeGuild } from '#commands/commands.ts';
import { foldsOf } from '#commands/machine/folds.ts';
import { channelsInOrder } from '#domain/guild/order-decide.ts';
import type { ChannelId, RoleId } from '#domain/kernel/ids.ts';
import { channelStream, guildStream } from '#domain/kernel/stream.ts';
import { namesIn } from '#domain/permission/permission-set.ts';
import { everyoneRoleId } from '#domain/permission/role.ts';
import { staged } from '#infra/workshop/testkit/staged-streams.ts';
import {
  accepted,
  type Person,
  refusal,
  right,
  type TestWriteSide,
  testWriteSide,
} from '#infra/workshop/testkit/write-side.ts';

const MODS = '2'.padStart(26, '0') as RoleId;

type World = {
  readonly side: TestWriteSide;
  readonly ann: Person;
  readonly bob: Person;
  readonly mod: Person;
  readonly guild: MadeGuild;
  readonly made: (name: string, kind?: 'text' | 'category', parentId?: ChannelId | null) => Promise<MadeChannel>;
};

const newWorld = async (): Promise<World> => {
  const side = testWriteSide();
  const [ann, bob, mod] = [await side.person('ann'), await side.person('bob'), await side.person('mia')];
  const guild = await accepted(side.commands.createGuild({ ...side.by(ann), name: 'a guild' }));
  await side.admit(ann, guild.guildId, bob, mod);
  await staged(side, guild.guildId).roles({
    roleId: MODS,
    permissions: ['manage_channels', 'manage_roles'],
    people: [mod],
  });
  const made: World['made'] = (name, channelKind = 'text', parentId = null) =>
    accepted(side.commands.createChannel({ ...side.by(ann), guildId: guild.guildId, name, channelKind, parentId }));
  return { side, ann, bob, mod, guild, made };
};

const ordered = ({ side, guild: { guildId } }: World, by: Person, order: ReadonlyArray<ChannelPlace>, on = side) =>
  on.commands.orderChannels({ ...side.by(by), guildId, order });
const at = ({ channelId }: MadeChannel, parent: MadeChannel | null = null): ChannelPlace => ({
  channelId,
  parentId: parent?.channelId ?? null,
});
const shown = async ({ side, guild }: World): Promise<ReadonlyArray<ChannelId>> => {
  const { state } = await right(foldsOf(side.store).guild.read(guildStream(guild.guildId)));
  return state.kind === 'Present' ? channelsInOrder(state) : expect.fail('the guild is there');
};
const parentOf = async ({ side }: World, { channelId }: MadeChannel): Promise<ChannelId | null> => {
  const { state } = await right(foldsOf(side.store).channel.read(channelStream(channelId)));
  return state.kind === 'Absent' ? expect.fail('the channel is there') : state.parentId;
};
const hides = ({ side, ann, guild }: World, { channelId }: MadeChannel) =>
  accepted(
    side.commands.setOverwrite({
      ...side.by(ann),
      channelId,
      target: { kind: 'role', roleId: everyoneRoleId(guild.guildId) },
      allow: [],
      deny: ['view_channel'],
    }),
  );
const typesSince = ({ side }: World, n: number) =>
  side.store
    .all()
    .slice(n)
    .map(({ event }) => event.type);
const length = ({ side }: World) => side.store.all().length;
const ids = (...channels: ReadonlyArray<MadeChannel>) => channels.map(({ channelId }) => channelId);

describe('the order of channels', () => {
  let world: World;
  let general: ChannelId;
  beforeEach(async () => {
    world = await newWorld();
    const [first] = await shown(world);
    general = first ?? expect.fail('a guild has a channel');
  });

  it('is set with the category of each channel, in one command', async () => {
    const [a, b, c] = [await world.made('a'), await world.made('b'), await world.made('c', 'category')];
    const before = length(world);
    await accepted(ordered(world, world.mod, [at(c), at(b, c), at(a)]));
    expect(await shown(world)).to.deep.equal([general, ...ids(c, b, a)]);
    expect(await parentOf(world, b)).to.equal(c.channelId);
    expect(typesSince(world, before)).to.deep.equal(['channel.moved', 'guild.channels-ordered']);
    await accepted(ordered(world, world.mod, [at(c), at(b, c), at(a)]));
    expect(length(world)).to.equal(before + 2);
  });

  it('moves no channel that the moderator does not see', async () => {
    const [a, hidden, b] = [await world.made('a'), await world.made('hidden'), await world.made('b')];
    await hides(world, hidden);
    expect(await refusal(ordered(world, world.mod, [at(b), at(hidden), at(a)]))).to.deep.equal({
      kind: 'ChannelUnknown',
    });
    await accepted(ordered(world, world.mod, [at(b), at(a)]));
    expect(await shown(world)).to.deep.equal([general, ...ids(b, hidden, a)]);
  });

  it('changes nothing when one entry is wrong', async () => {
    const [a, b, c] = [await world.made('a'), await world.made('b'), await world.made('c', 'category')];
    const hidden = await world.made('hidden', 'category');
    await hides(world, hidden);
    const theirs = await accepted(world.side.commands.createGuild({ ...world.side.by(world.mod), name: 'another' }));
    const foreign = await accepted(
      world.side.commands.createChannel({
        ...world.side.by(world.mod),
        guildId: theirs.guildId,
        name: 'x',
        channelKind: 'category',
      }),
    );
    const cat = await world.side.person('cat');
    const before = length(world);
    const refused = async (kind: string, ...order: ReadonlyArray<ChannelPlace>) =>
      expect((await refusal(ordered(world, world.mod, [at(a, c), ...order]))).kind).to.equal(kind);
    await refused('ChannelOrderInvalid', at(a, c));
    await refused('CategoryUnknown', at(b, a));
    await refused('CategoryUnknown', at(b, hidden));
    await refused('CategoryUnknown', at(b, foreign));
    await refused('CategoryNested', at(c, c));
    await refused('ChannelUnknown', at(foreign));
    expect((await refusal(ordered(world, world.bob, [at(b), at(a)]))).kind).to.equal('MissingPermission');
    expect((await refusal(ordered(world, cat, [at(b), at(a)]))).kind).to.equal('GuildUnknown');
    expect(length(world)).to.equal(before);
  });

  it('needs manage_channels in each channel that moves, and not in the others', async () => {
    const [a, c] = [await world.made('a'), await world.made('c', 'category')];
    await accepted(
      world.side.commands.setOverwrite({
        ...world.side.by(world.ann),
        channelId: a.channelId,
        target: { kind: 'member', userId: world.mod.userId },
        allow: [],
        deny: ['manage_channels'],
      }),
    );
    expect(await refusal(ordered(world, world.mod, [at(c), at(a, c)]))).to.deep.equal({
      kind: 'MissingPermission',
      permission: 'manage_channels',
    });
    await accepted(ordered(world, world.mod, [at(c), at(a)]));
    expect(await shown(world)).to.deep.equal([general, ...ids(c, a)]);
  });

  it('keeps a channel in a category that the actor does not see, which their order does not name', async () => {
    const c = await world.made('c', 'category');
    const a = await world.made('a', 'text', c.channelId);
    const b = await world.made('b');
    const { side, ann, mod } = world;
    // The channel has overwrites of its own, so it stays in sight when its category is hidden.
    const target = { kind: 'member', userId: mod.userId } as const;
    const own = { channelId: a.channelId, target, allow: ['view_channel'] as const, deny: [] };
    await accepted(side.commands.setOverwrite({ ...side.by(ann), ...own }));
    await hides(world, c);
    const before = length(world);
    await accepted(ordered(world, mod, [at(b), at(a)]));
    expect(typesSince(world, before)).to.deep.equal(['guild.channels-ordered']);
    expect(await parentOf(world, a)).to.equal(c.channelId);
    await accepted(ordered(world, ann, [at(b), at(a)]));
    expect(await parentOf(world, a), 'the owner sees the category').to.equal(null);
  });

  it('takes a channel into a new category, and a new channel stands last', async () => {
    const c = await world.made('c', 'category');
    const a = await world.made('a', 'text', c.channelId);
    expect(a).to.deep.include({ parentId: c.channelId, synced: true });
    const making = { guildId: world.guild.guildId, name: 'x', channelKind: 'text' } as const;
    const make = (parentId: ChannelId, by = world.mod) =>
      world.side.commands.createChannel({ ...world.side.by(by), ...making, parentId });
    expect(await refusal(make(a.channelId))).to.deep.equal({ kind: 'CategoryUnknown' });
    expect(
      await refusal(
        world.side.commands.createChannel({
          ...world.side.by(world.mod),
          ...making,
          channelKind: 'category',
          parentId: c.channelId,
        }),
      ),
    ).to.deep.equal({ kind: 'CategoryNested' });
    await hides(world, c);
    const before = length(world);
    expect(await refusal(make(c.channelId))).to.deep.equal({ kind: 'CategoryUnknown' });
    expect(length(world), 'no place is taken').to.equal(before);
    const made = await accepted(make(c.channelId, world.ann));
    expect(await shown(world)).to.deep.equal([general, ...ids(c, a, made)]);
  });

  for (const when of ['before', 'after'] as const)
    for (const n of [1, 2, 3])
      it(`comes to its end by a retry after a crash ${when} append ${n}`, async () => {
        const c = await world.made('c', 'category');
        const [a, b] = [await world.made('a', 'text', c.channelId), await world.made('b')];
        const { guildId } = world.guild;
        const order = [at(b, c), at(a), at(c)];
        const attempt = { ...world.side.by(world.mod), guildId, order };
        const before = length(world);
        world.side.store.crashAt(n, when);
        await world.side.commands
          .orderChannels(attempt)()
          .then(
            () => expect.fail('it did not crash'),
            () => world.side.store.neverMindTheCrash(),
          );
        const restarted = world.side.restarted();
        await accepted(restarted.commands.orderChannels(attempt));
        expect(typesSince(world, before)).to.deep.equal([
          'channel.moved',
          'channel.overwrites-replaced',
          'channel.moved',
          'guild.channels-ordered',
        ]);
        expect(await shown(world)).to.deep.equal([general, ...ids(b, a, c)]);
        expect([await parentOf(world, a), await parentOf(world, b)]).to.deep.equal([null, c.channelId]);
        expect(
          await refusal(restarted.commands.orderChannels({ ...attempt, order: [at(a), at(b, c), at(c)] })),
        ).to.deep.equal({ kind: 'AttemptReused' });
      });

  it('is that of the later of two moderators who reorder at once, with nothing lost', async () => {
    const [a, b, c] = [await world.made('a'), await world.made('b'), await world.made('c', 'category')];
    const other = world.side.restarted();
    world.side.store.beforeAppendTo('guild-', () =>
      accepted(ordered(world, world.ann, [at(c), at(a, c), at(b)], other)),
    );
    await accepted(ordered(world, world.mod, [at(b), at(a)]));
    const shownNow = await shown(world);
    expect(shownNow).to.have.members([general, ...ids(a, b, c)]);
    expect(shownNow.indexOf(b.channelId)).to.be.lessThan(shownNow.indexOf(a.channelId));
    expect(shownNow.indexOf(c.channelId), 'the place that the other moderator gave').to.equal(1);
    expect(await parentOf(world, a)).to.equal(c.channelId);
  });

  it('puts no channel into a category that is deleted meanwhile', async () => {
    const [a, b, c] = [await world.made('a'), await world.made('b'), await world.made('c', 'category')];
    const { channelId } = c;
    world.side.store.beforeAppendTo('channel-', () =>
      accepted(world.side.restarted().commands.deleteChannel({ ...world.side.by(world.ann), channelId })),
    );
    expect(await refusal(ordered(world, world.mod, [at(a, c), at(b, c)]))).to.deep.equal({ kind: 'CategoryUnknown' });
    expect(await parentOf(world, b)).to.equal(null);
  });

  it('is not set by a moderator whose role goes before the append', async () => {
    const [a, b] = [await world.made('a'), await world.made('b')];
    world.side.store.beforeAppendTo('guild-', () => staged(world.side, world.guild.guildId).roleDeleted(MODS));
    expect((await refusal(ordered(world, world.mod, [at(b), at(a)]))).kind).to.equal('MissingPermission');
  });

  it('changes the permissions of nobody, whatever was set, synced and moved before', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.nat(), { minLength: 1, maxLength: 14 }), async (acts) => {
        const here = await newWorld();
        const { side, ann, bob, mod, guild } = here;
        const categories = [await here.made('c', 'category'), await here.made('d', 'category')];
        const channels = [
          await here.made('a'),
          await here.made('b', 'text', categories[0]?.channelId),
          await here.made('e', 'text', categories[1]?.channelId),
        ];
        const all = [...channels, ...categories];
        const one = <A>(list: ReadonlyArray<A>, n: number): A => list[n % list.length] as A;
        const rights = async () => {
          const folds = foldsOf(side.store);
          const lines = [];
          for (const { userId } of [bob, mod])
            for (const { channelId } of all) {
              const outcome = await authorityInChannel(folds)(userId, channelId, side.now())();
              lines.push(isRight(outcome) ? namesIn(outcome.right.authority.permissions) : []);
            }
          return lines;
        };
        for (const n of acts) {
          const rest = Math.floor(n / 4);
          const { channelId } = one(all, rest);
          const target = one(
            [
              { kind: 'role', roleId: everyoneRoleId(guild.guildId) } as const,
              { kind: 'member', userId: bob.userId } as const,
              { kind: 'role', roleId: MODS } as const,
            ],
            Math.floor(rest / 5),
          );
          const permission = one(['view_channel', 'send_messages', 'manage_messages'] as const, Math.floor(rest / 15));
          const attempt = { ...side.by(ann), channelId };
          if (n % 4 === 0)
            await accepted(side.commands.setOverwrite({ ...attempt, target, allow: [], deny: [permission] }));
          else if (n % 4 === 1)
            await accepted(side.commands.setOverwrite({ ...attempt, target, allow: [permission], deny: [] }));
          else if (n % 4 === 2) await side.commands.syncChannel(attempt)();
          else {
            const before = await rights();
            const moved = channels.map((channel, nth) =>
              at(channel, one([null, ...categories], Math.floor(rest / 3 ** nth))),
            );
            await accepted(ordered(here, ann, [...moved, ...categories.map((category) => at(category))]));
            expect(await rights()).to.deep.equal(before);
          }
        }
        const before = await rights();
        for (const { channelId } of categories)
          await accepted(side.commands.deleteChannel({ ...side.by(ann), channelId }));
        const open = channels.map((_, nth) => nth);
        const after = await rights();
        for (const nth of open) {
          expect(after[nth], 'a deleted category opens and closes nothing').to.deep.equal(before[nth]);
          expect(after[all.length + nth]).to.deep.equal(before[all.length + nth]);
        }
      }),
      { numRuns: 60 },
    ));
});
