import { expect } from 'chai';
import type { MadeChannel, MadeGuild, MadeRole } from '#commands/commands.ts';
import type { RoleId } from '#domain/kernel/ids.ts';
import type { Permission } from '#domain/permission/bits.ts';
import {
  accepted,
  type Person,
  refusal,
  type TestWriteSide,
  testWriteSide,
} from '#infra/workshop/testkit/write-side.ts';

describe('roles', () => {
  let side: TestWriteSide;
  let ann: Person;
  let bob: Person;
  let cat: Person;
  let guild: MadeGuild;
  let channel: MadeChannel;
  beforeEach(async () => {
    side = testWriteSide();
    ann = await side.person('ann');
    bob = await side.person('bob');
    cat = await side.person('cat');
    guild = await accepted(side.commands.createGuild({ ...side.by(ann), name: 'a guild' }));
    const { guildId } = guild;
    channel = await accepted(
      side.commands.createChannel({ ...side.by(ann), guildId, name: 'talk', channelKind: 'text' }),
    );
    await side.admit(ann, guildId, bob, cat);
  });

  const make = (person: Person, name: string, ...permissions: ReadonlyArray<Permission>) =>
    side.commands.createRole({ ...side.by(person), guildId: guild.guildId, name, permissions });
  const give = (person: Person, to: Person, { roleId }: MadeRole, at = side) =>
    at.commands.giveRole({ ...side.by(person), guildId: guild.guildId, userId: to.userId, roleId });
  const take = (person: Person, from: Person, { roleId }: MadeRole, at = side) =>
    at.commands.takeRole({ ...side.by(person), guildId: guild.guildId, userId: from.userId, roleId });
  const change = (person: Person, { roleId }: MadeRole, permissions: ReadonlyArray<Permission>, at = side) =>
    at.commands.changeRole({ ...side.by(person), guildId: guild.guildId, roleId, permissions });
  const remove = (person: Person, { roleId }: MadeRole, at = side) =>
    at.commands.deleteRole({ ...side.by(person), guildId: guild.guildId, roleId });
  const order = (person: Person, ids: ReadonlyArray<RoleId>, at = side) =>
    at.commands.orderRoles({ ...side.by(person), guildId: guild.guildId, order: ids });
  const send = (person: Person, at = side) =>
    at.commands.sendMessage({ ...side.by(person), channelId: channel.channelId, content: 'hello', replyTo: null });
  const ban = (person: Person, target: Person, at = side) =>
    at.commands.banMember({ ...side.by(person), guildId: guild.guildId, userId: target.userId, reason: null });
  const count = (type: string) => side.store.all().filter(({ event }) => event.type === type).length;
  const missing = (permission: Permission) => ({ kind: 'MissingPermission', permission });
  /** Makes Bob a moderator with these permissions, above a role with none. */
  const moderator = async (...permissions: ReadonlyArray<Permission>) => {
    const high = await accepted(make(ann, 'moderators', ...permissions));
    const low = await accepted(make(ann, 'regulars'));
    await accepted(give(ann, bob, high));
    return { high, low };
  };

  it('are deleted for a reason, which must be a text', async () => {
    const { roleId } = await accepted(make(ann, 'regulars'));
    const act = { ...side.by(ann), guildId: guild.guildId, roleId };
    expect(await refusal(side.commands.deleteRole({ ...act, reason: '' }))).to.include({ kind: 'ReasonInvalid' });
    await accepted(side.commands.deleteRole({ ...act, reason: 'nobody has it' }));
    const [deletion] = side.store
      .all()
      .flatMap(({ event }) => (event.type === 'guild.role-deleted' ? [event.data.reason] : []));
    expect(deletion).to.equal('nobody has it');
  });

  it('are answered as they were made, at the lowest rank', async () => {
    const first = await accepted(
      side.commands.createRole({
        ...side.by(ann),
        guildId: guild.guildId,
        name: '  Moderators ',
        color: '#a1b2c3',
        hoist: true,
        permissions: ['kick_members', 'view_channel'],
      }),
    );
    expect(first).to.deep.equal({
      guildId: guild.guildId,
      roleId: first.roleId,
      name: 'Moderators',
      color: '#a1b2c3',
      hoist: true,
      mentionable: false,
      permissions: ['view_channel', 'kick_members'],
      rank: 1,
    });
    const second = await accepted(make(ann, 'regulars'));
    expect(second).to.deep.include({ name: 'regulars', color: null, hoist: false, permissions: [], rank: 1 });
  });

  it('are made once for one attempt, and answered as they are now, to members only', async () => {
    const attempt = { ...side.by(ann), guildId: guild.guildId, name: 'moderators' };
    const role = await accepted(side.commands.createRole(attempt));
    await accepted(make(ann, 'regulars'));
    expect(await accepted(side.restarted().commands.createRole(attempt))).to.deep.equal({ ...role, rank: 2 });
    await accepted(remove(ann, role));
    expect((await accepted(side.commands.createRole(attempt))).roleId).to.equal(role.roleId);
    expect(count('guild.role-created')).to.equal(2);
    expect(await refusal(side.commands.createRole({ ...attempt, name: 'another' }))).to.deep.equal({
      kind: 'AttemptReused',
    });

    await moderator('manage_roles');
    const byBob = { ...side.by(bob), guildId: guild.guildId, name: 'made by Bob' };
    await accepted(side.commands.createRole(byBob));
    await accepted(side.commands.leaveGuild({ ...side.by(bob), guildId: guild.guildId }));
    expect(await refusal(side.commands.createRole(byBob))).to.deep.equal({ kind: 'GuildUnknown' });
  });

  it('give their permissions to those who have them, for as long as they have them', async () => {
    expect(await refusal(ban(bob, cat))).to.deep.equal(missing('ban_members'));
    const { high } = await moderator('ban_members');
    await accepted(take(ann, bob, high));
    expect(await refusal(ban(bob, cat))).to.deep.equal(missing('ban_members'));
    await accepted(give(ann, bob, high));
    await accepted(change(ann, high, ['kick_members']));
    expect(await refusal(ban(bob, cat))).to.deep.equal(missing('ban_members'));
    await accepted(change(ann, high, ['ban_members']));
    await accepted(ban(bob, cat));
    await accepted(remove(ann, high));
    const unbanning = side.commands.unbanMember({ ...side.by(bob), guildId: guild.guildId, userId: cat.userId });
    expect(await refusal(unbanning)).to.deep.equal(missing('ban_members'));
  });

  it('are lost with the membership', async () => {
    const { high } = await moderator('ban_members');
    await accepted(side.commands.leaveGuild({ ...side.by(bob), guildId: guild.guildId }));
    await side.admit(ann, guild.guildId, bob);
    expect(await refusal(ban(bob, cat))).to.deep.equal(missing('ban_members'));
    await accepted(give(ann, bob, high));
    await accepted(ban(bob, cat));
  });

  it('change the everyone-role for all members', async () => {
    const everyone = { roleId: guild.guildId as string as RoleId };
    await accepted(change(ann, everyone as MadeRole, ['view_channel']));
    expect(await refusal(send(bob))).to.deep.equal(missing('send_messages'));
    await accepted(send(ann));
  });

  it('do not take names and colours that are none', async () => {
    expect((await refusal(make(ann, '   '))).kind).to.equal('RoleNameInvalid');
    expect((await refusal(make(ann, 'x'.repeat(65)))).kind).to.equal('RoleNameInvalid');
    for (const color of ['red', '#12345', '#1234567', '#ABCDEF', '']) {
      const painted = { ...side.by(ann), guildId: guild.guildId, name: 'painted', color };
      expect((await refusal(side.commands.createRole(painted))).kind, color).to.equal('RoleColorInvalid');
    }
  });

  it('are unknown with their guild to a user who is no member', async () => {
    const role = await accepted(make(ann, 'regulars'));
    const dan = await side.person('dan');
    for (const command of [make(dan, 'mine'), give(dan, bob, role), take(dan, bob, role), remove(dan, role)])
      expect(await refusal<{ readonly kind: string }, unknown>(command)).to.deep.equal({ kind: 'GuildUnknown' });
  });

  it('give no power to a member in time-out', async () => {
    const { low } = await moderator('manage_roles', 'ban_members');
    const until = new Date(Date.parse(side.now()) + 60_000).toISOString() as never;
    const timing = { ...side.by(ann), guildId: guild.guildId, userId: bob.userId, until, reason: null };
    await accepted(side.commands.timeOutMember(timing));
    expect(await refusal(ban(bob, cat))).to.deep.equal(missing('ban_members'));
    expect(await refusal(give(bob, cat, low))).to.deep.equal(missing('manage_roles'));
    side.passTime(60_000);
    await accepted(give(bob, cat, low));
  });

  describe('in a race', () => {
    it('of two orders: the second is checked against the first', async () => {
      const { high, low } = await moderator('manage_roles');
      const lowest = await accepted(make(ann, 'newcomers'));
      // Ann moves the role of Bob below the regulars, while Bob moves the regulars below the newcomers.
      side.store.beforeAppendTo('guild-', () =>
        accepted(order(ann, [lowest.roleId, high.roleId, low.roleId], side.restarted())),
      );
      expect(await refusal(order(bob, [low.roleId, lowest.roleId, high.roleId]))).to.deep.equal({
        kind: 'RoleOutranksActor',
      });
      // Both may: the second order stands, because it names all roles.
      side.store.beforeAppendTo('guild-', () =>
        accepted(order(ann, [lowest.roleId, low.roleId, high.roleId], side.restarted())),
      );
      await accepted(order(ann, [low.roleId, lowest.roleId, high.roleId]));
      const last = side.store
        .all()
        .filter(({ event }) => event.type === 'guild.roles-ordered')
        .at(-1);
      expect(last?.event.data).to.deep.include({ order: [low.roleId, lowest.roleId, high.roleId] });
    });

    it('of an order and a new role: the order is refused, because it lacks the role', async () => {
      const { high, low } = await moderator();
      side.store.beforeAppendTo('guild-', () => {
        const newcomers = { ...side.by(ann), guildId: guild.guildId, name: 'newcomers' };
        return accepted(side.restarted().commands.createRole(newcomers));
      });
      expect(await refusal(order(ann, [high.roleId, low.roleId]))).to.deep.equal({ kind: 'RoleOrderInvalid' });
    });

    it('of a role edit and the end of the right to it: exact at the append, if the guild decides it', async () => {
      const { high, low } = await moderator('manage_roles', 'speak');
      side.store.beforeAppendTo('guild-', () => accepted(change(ann, high, [], side.restarted())));
      expect(await refusal(change(bob, low, ['speak']))).to.deep.equal(missing('manage_roles'));
      expect(count('guild.role-changed')).to.equal(1);
    });

    // The roles of a member stand on the member's stream, so the check finds the permissions of that moment.
    const taken = async (stream: string, act: (low: MadeRole) => Promise<unknown>, type: string) => {
      const { high, low } = await moderator('manage_roles', 'ban_members', 'manage_messages');
      const everyone = { roleId: guild.guildId as string as RoleId };
      await accepted(change(ann, everyone as MadeRole, ['view_channel']));
      await accepted(change(ann, high, ['manage_roles', 'ban_members', 'send_messages']));
      side.store.beforeAppendTo(stream, () => accepted(take(ann, bob, high, side.restarted())));
      await act(low);
      const [before, after] = [side.store.all().at(-2), side.store.all().at(-1)];
      expect([before?.event.type, after?.event.type]).to.deep.equal(['guild.member-role-taken', type]);
      return { low };
    };
    it('of a send and the loss of the role: the send stands right after it, and the next is refused', async () => {
      await taken('message-', () => accepted(send(bob)), 'message.sent');
      expect(await refusal(send(bob))).to.deep.equal(missing('send_messages'));
    });
    it('of a ban and the loss of the role: the ban stands right after it, and the next is refused', async () => {
      await taken(`member-${guild.guildId}-${cat.userId}`, () => accepted(ban(bob, cat)), 'guild.member-banned');
      expect(await refusal(ban(bob, cat))).to.deep.equal(missing('ban_members'));
    });
    it('of a grant and the loss of the role: the grant stands right after it, and the next is refused', async () => {
      const { low } = await taken(
        `member-${guild.guildId}-${cat.userId}`,
        (role) => accepted(give(bob, cat, role)),
        'guild.member-role-given',
      );
      expect(await refusal(take(bob, cat, low))).to.deep.equal(missing('manage_roles'));
    });
    it('of a ban and a promotion of its target: the target is checked at the append', async () => {
      const { high } = await moderator('ban_members');
      side.store.beforeAppendTo(`member-${guild.guildId}-${cat.userId}`, () =>
        accepted(give(ann, cat, high, side.restarted())),
      );
      expect(await refusal(ban(bob, cat))).to.deep.equal({ kind: 'OutranksActor' });
      expect(count('guild.member-banned')).to.equal(0);
    });
  });
});
