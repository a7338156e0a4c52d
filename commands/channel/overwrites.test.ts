import { expect } from 'chai';
import { authorityInChannel } from '#commands/authority.ts';
import type { MadeChannel, MadeGuild } from '#commands/commands.ts';
import { foldsOf } from '#commands/machine/folds.ts';
import type { OverwriteTarget } from '#domain/channel/events.ts';
import type { ChannelId, RoleId } from '#domain/kernel/ids.ts';
import { everyoneRoleId } from '#domain/permission/role.ts';
import { staged } from '#infra/workshop/testkit/staged-streams.ts';
import {
  accepted,
  type Person,
  refusal,
  type TestWriteSide,
  testWriteSide,
} from '#infra/workshop/testkit/write-side.ts';

const roleOf = (n: number) => n.toString().padStart(26, '0') as RoleId;
const [LOW, MODS, HIGH] = [roleOf(1), roleOf(2), roleOf(3)];
const asRole = (roleId: RoleId): OverwriteTarget => ({ kind: 'role', roleId });

describe('overwrites and synced channels', () => {
  let side: TestWriteSide;
  let ann: Person;
  let bob: Person;
  let mod: Person;
  let guild: MadeGuild;
  let category: MadeChannel;
  let channel: MadeChannel;
  beforeEach(async () => {
    side = testWriteSide();
    ann = await side.person('ann');
    bob = await side.person('bob');
    mod = await side.person('mia');
    guild = await accepted(side.commands.createGuild({ ...side.by(ann), name: 'a guild' }));
    await side.admit(ann, guild.guildId, bob, mod);
    await staged(side, guild.guildId).roles(
      { roleId: LOW, permissions: [], people: [bob] },
      { roleId: MODS, permissions: ['manage_roles', 'manage_channels'], people: [mod] },
      { roleId: HIGH, permissions: [], people: [] },
    );
    category = await made('a category', 'category');
    channel = await made('news', 'text', category.channelId);
  });

  const made = (name: string, channelKind: 'text' | 'category', parentId: ChannelId | null = null) =>
    accepted(side.commands.createChannel({ ...side.by(ann), guildId: guild.guildId, name, channelKind, parentId }));
  const everyone = (): OverwriteTarget => asRole(everyoneRoleId(guild.guildId));
  const bobs = (): OverwriteTarget => ({ kind: 'member', userId: bob.userId });
  const hides = (by: Person, { channelId }: MadeChannel, target = everyone(), on = side) =>
    on.commands.setOverwrite({ ...side.by(by), channelId, target, allow: [], deny: ['view_channel'] });
  const shows = (by: Person, { channelId }: MadeChannel, target = everyone(), on = side) =>
    on.commands.setOverwrite({ ...side.by(by), channelId, target, allow: ['view_channel'], deny: [] });
  const order = (place: MadeChannel, parentId: ChannelId | null) =>
    accepted(
      side.commands.orderChannels({
        ...side.by(ann),
        guildId: guild.guildId,
        order: [{ channelId: place.channelId, parentId }],
      }),
    );
  const sync = (by: Person, { channelId }: MadeChannel) => side.commands.syncChannel({ ...side.by(by), channelId });
  /** Asks a fold of its own, so that nothing that a command kept in memory answers. */
  const sees = async ({ userId }: Person, { channelId }: MadeChannel): Promise<boolean> =>
    (await authorityInChannel(foldsOf(side.store))(userId, channelId, side.now())())._tag === 'Right';
  const typesSince = (n: number) =>
    side.store
      .all()
      .slice(n)
      .map(({ event }) => event.type);
  const now = () => side.store.all().length;

  it('hide a channel from those who may not see it, at once', async () => {
    await accepted(hides(ann, channel));
    expect([await sees(bob, channel), await sees(ann, channel)]).to.deep.equal([false, true]);
    expect(await refusal(hides(bob, channel))).to.deep.equal({ kind: 'ChannelUnknown' });
    await accepted(shows(ann, channel, bobs()));
    expect(await sees(bob, channel)).to.equal(true);
    const { channelId } = channel;
    await accepted(side.commands.removeOverwrite({ ...side.by(ann), channelId, target: everyone() }));
    expect(await sees(mod, channel)).to.equal(true);
  });

  it('follow the rules of power', async () => {
    expect(await refusal(hides(bob, channel))).to.deep.equal({ kind: 'MissingPermission', permission: 'manage_roles' });
    const outranked = { kind: 'OverwriteOutranksActor' };
    for (const target of [asRole(MODS), asRole(HIGH), { kind: 'member', userId: mod.userId } as const])
      expect(await refusal(hides(mod, channel, target))).to.deep.equal(outranked);
    expect(await refusal(hides(mod, channel, { kind: 'member', userId: ann.userId }))).to.deep.equal(outranked);
    for (const target of [everyone(), asRole(LOW), bobs()]) await accepted(shows(mod, channel, target));
    const { channelId } = channel;
    const kicking = { channelId, target: asRole(LOW), allow: ['kick_members'], deny: [] } as const;
    expect(await refusal(side.commands.setOverwrite({ ...side.by(mod), ...kicking }))).to.deep.equal({
      kind: 'MissingPermission',
      permission: 'kick_members',
    });
    const selfish = { channelId, target: { kind: 'member', userId: bob.userId }, allow: [], deny: [] } as const;
    expect((await refusal(side.commands.setOverwrite({ ...side.by(bob), ...selfish }))).kind).to.equal(
      'MissingPermission',
    );
  });

  it('are refused for roles and users that the guild does not have, and can be removed all the same', async () => {
    const cat = await side.person('cat');
    const gone = { kind: 'OverwriteTargetUnknown' };
    expect(await refusal(hides(ann, channel, asRole(roleOf(9))))).to.deep.equal(gone);
    expect(await refusal(hides(ann, channel, { kind: 'member', userId: cat.userId }))).to.deep.equal(gone);
    await accepted(hides(ann, channel, asRole(LOW)));
    await staged(side, guild.guildId).roleDeleted(LOW);
    expect(await refusal(shows(ann, channel, asRole(LOW)))).to.deep.equal(gone);
    const { channelId } = channel;
    const before = now();
    await accepted(side.commands.removeOverwrite({ ...side.by(mod), channelId, target: asRole(LOW) }));
    expect(typesSince(before)).to.deep.equal(['channel.overwrite-removed']);
  });

  it('of a category count in its channels, also when they change later, and after it was deleted', async () => {
    expect(await sees(bob, channel)).to.equal(true);
    await accepted(hides(ann, category));
    expect(await sees(bob, channel)).to.equal(false);
    await accepted(side.commands.deleteChannel({ ...side.by(ann), channelId: category.channelId }));
    expect(await sees(bob, channel)).to.equal(false);
    await order(channel, null);
    expect(await sees(bob, channel)).to.equal(false);
  });

  it('of a category that is not known keep out all but the owner and administrators', async () => {
    expect(await sees(mod, channel)).to.equal(true);
    await staged(side, guild.guildId).synced(channel.channelId, roleOf(9) as string as ChannelId);
    const seen = [await sees(bob, channel), await sees(mod, channel), await sees(ann, channel)];
    expect(seen).to.deep.equal([false, false, true]);
    await accepted(sync(ann, channel));
    expect(await sees(bob, channel), 'the owner can mend it').to.equal(true);
  });

  it('stay with a channel that moves, and no move changes who sees it', async () => {
    const hidden = await made('hidden', 'category');
    await accepted(hides(ann, hidden));
    const before = now();
    await order(channel, hidden.channelId);
    expect(typesSince(before)).to.deep.equal(['channel.overwrites-replaced', 'channel.moved']);
    expect(await sees(bob, channel)).to.equal(true);
    await accepted(sync(ann, channel));
    expect(await sees(bob, channel)).to.equal(false);
    await order(channel, category.channelId);
    expect(await sees(bob, channel)).to.equal(false);
    await accepted(sync(ann, channel));
    expect(await sees(bob, channel)).to.equal(true);
  });

  it('are not synced without a category that exists, and by nobody without the power for every change', async () => {
    const alone = await made('alone', 'text');
    expect(await refusal(sync(ann, alone))).to.deep.equal({ kind: 'NotInACategory' });
    await accepted(hides(ann, channel, asRole(HIGH)));
    expect(await refusal(sync(mod, channel))).to.deep.equal({ kind: 'OverwriteOutranksActor' });
    expect((await refusal(sync(bob, channel))).kind).to.equal('MissingPermission');
    await accepted(sync(ann, channel));
    const before = now();
    await accepted(sync(ann, channel));
    expect(typesSince(before)).to.deep.equal([]);
    await accepted(hides(ann, channel, asRole(HIGH)));
    await accepted(side.commands.deleteChannel({ ...side.by(ann), channelId: category.channelId }));
    expect(await refusal(sync(ann, channel))).to.deep.equal({ kind: 'NotInACategory' });
  });

  describe('of a channel that follows its category, while the category is changed at once', () => {
    it('lose no edit of the category by another process', async () => {
      const before = now();
      side.store.beforeAppendTo('channel-', () => accepted(hides(ann, category, everyone(), side.restarted())));
      await accepted(hides(mod, channel, asRole(LOW)));
      expect(await sees(bob, channel)).to.equal(false);
      await accepted(shows(ann, channel, asRole(LOW)));
      await accepted(shows(ann, category));
      const seen = [await sees(bob, channel), await sees(mod, channel)];
      expect(seen, 'the channel has overwrites of its own now').to.deep.equal([true, false]);
      expect(typesSince(before).slice(0, 4)).to.deep.equal([
        'channel.overwrite-set',
        'channel.overwrites-replaced',
        'channel.overwrite-set',
        'channel.overwrites-replaced',
      ]);
    });

    it('lose none to a move either', async () => {
      side.store.beforeAppendTo('channel-', () => accepted(hides(ann, category, everyone(), side.restarted())));
      await order(channel, null);
      expect(await sees(bob, channel)).to.equal(false);
    });

    it('keep their own edit where both change the same overwrite', async () => {
      side.store.beforeAppendTo('channel-', () => accepted(hides(ann, category, bobs(), side.restarted())));
      await accepted(shows(ann, channel, bobs()));
      expect(await sees(bob, channel)).to.equal(true);
    });

    it('lose no edit when the process ends before the repair, and the attempt is tried again', async () => {
      const attempt = {
        ...side.by(ann),
        channelId: channel.channelId,
        target: asRole(LOW),
        allow: [],
        deny: ['send_messages'],
      } as const;
      side.store.beforeAppendTo('channel-', () => accepted(hides(ann, category, everyone(), side.restarted())));
      side.store.crashAt(2, 'after');
      await side.commands
        .setOverwrite(attempt)()
        .then(
          () => expect.fail('it did not crash'),
          () => side.store.neverMindTheCrash(),
        );
      expect(await sees(bob, channel)).to.equal(true);
      await accepted(side.restarted().commands.setOverwrite(attempt));
      expect(await sees(bob, channel)).to.equal(false);
      const before = now();
      await accepted(shows(ann, channel));
      await accepted(side.restarted().commands.setOverwrite(attempt));
      expect(typesSince(before), 'a later retry repairs nothing again').to.deep.equal(['channel.overwrite-set']);
    });

    it('take turns with the category in one process', async () => {
      await Promise.all([
        accepted(hides(mod, channel, asRole(LOW))),
        accepted(hides(ann, category)),
        accepted(hides(mod, channel, bobs())),
      ]);
      expect(await sees(bob, channel)).to.equal(false);
    });
  });
});
