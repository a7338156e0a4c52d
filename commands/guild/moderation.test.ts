import { expect } from 'chai';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { MadeChannel, MadeGuild } from '#commands/commands.ts';
import { composeWriteSide } from '#commands/compose.ts';
import type { UserId } from '#domain/kernel/ids.ts';
import { type Instant, plusMillis } from '#domain/kernel/instant.ts';
import { GUILDS_PER_OWNER_MAX } from '#domain/kernel/limits.ts';
import { HOUR_MS, MINUTE_MS } from '#domain/kernel/units.ts';
import type { Permission } from '#domain/permission/bits.ts';
import {
  accepted,
  PASSWORD,
  type Person,
  refusal,
  type TestWriteSide,
  testWriteSide,
} from '#infra/workshop/testkit/write-side.ts';

const ANY = { channelId: null, expiresInSecs: null, maxUses: null };
const BANNED = { kind: 'BannedFromGuild' };
const UNKNOWN = { kind: 'GuildUnknown' };

describe('moderation', () => {
  let side: TestWriteSide;
  let ann: Person;
  let bob: Person;
  let cat: Person;
  let guild: MadeGuild;
  let channel: MadeChannel;
  let code: string;
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
    code = await side.admit(ann, guildId, bob);
  });

  const of = (target: { readonly userId: UserId }) => ({ guildId: guild.guildId, userId: target.userId });
  const ban = (person: Person, target: { readonly userId: UserId }, reason: string | null = null, at = side) =>
    at.commands.banMember({ ...side.by(person), ...of(target), reason });
  const unban = (person: Person, target: Person) => side.commands.unbanMember({ ...side.by(person), ...of(target) });
  const kick = (person: Person, target: Person, at = side) =>
    at.commands.kickMember({ ...side.by(person), ...of(target), reason: null });
  const accept = (person: Person, by = code, at = side) => at.commands.acceptInvite({ ...side.by(person), code: by });
  const invite = (person: Person) => side.commands.createInvite({ ...side.by(person), guildId: guild.guildId, ...ANY });
  const leave = (person: Person) => side.commands.leaveGuild({ ...side.by(person), guildId: guild.guildId });
  const timeOut = (person: Person, target: Person, until: Instant | null) =>
    side.commands.timeOutMember({ ...side.by(person), ...of(target), until, reason: null });
  const name = (person: Person, target: Person, nickname: string | null) =>
    side.commands.changeNickname({ ...side.by(person), ...of(target), nickname });
  const send = (person: Person) =>
    side.commands.sendMessage({ ...side.by(person), channelId: channel.channelId, content: 'hello', replyTo: null });
  const rename = (person: Person) =>
    side.commands.renameGuild({ ...side.by(person), guildId: guild.guildId, name: 'renamed' });
  const remove = (person: Person, at = side) => at.commands.deleteGuild({ ...side.by(person), guildId: guild.guildId });
  const handOver = (person: Person, to: { readonly userId: UserId }, password = PASSWORD, at = side) =>
    at.commands.changeOwner({ ...side.by(person), ...of(to), password });
  const lock = (person: Person, terms: { readonly until?: Instant; readonly newcomersHours?: number } = {}) =>
    side.commands.beginLockdown({
      ...side.by(person),
      guildId: guild.guildId,
      until: null,
      newcomersHours: null,
      reason: null,
      ...terms,
    });
  const unlock = (person: Person) => side.commands.endLockdown({ ...side.by(person), guildId: guild.guildId });
  const withRole = async (person: Person, ...permissions: ReadonlyArray<Permission>) => {
    const making = { ...side.by(ann), guildId: guild.guildId, name: 'moderators', permissions };
    const { roleId } = await accepted(side.commands.createRole(making));
    await accepted(side.commands.giveRole({ ...side.by(ann), ...of(person), roleId }));
    return roleId;
  };
  const count = (type: string) => side.store.all().filter(({ event }) => event.type === type).length;
  const missing = (permission: Permission) => ({ kind: 'MissingPermission', permission });

  describe('by a ban', () => {
    it('removes a member, keeps the reason, and lets no invite bring them back', async () => {
      await accepted(ban(ann, bob, 'spam'));
      expect(side.store.all().at(-1)?.event).to.deep.equal({
        type: 'guild.member-banned',
        data: { ...of(bob), wasMember: true, reason: 'spam' },
      });
      expect(await refusal(send(bob))).to.deep.equal({ kind: 'ChannelUnknown' });
      const newer = await accepted(invite(ann));
      for (const one of [code, newer.code])
        for (const at of [side, side.restarted()]) expect(await refusal(accept(bob, one, at))).to.deep.equal(BANNED);
      expect(await refusal(accept(bob, 'nonsense'))).to.deep.equal({ kind: 'InviteUnknown' });
      expect(count('invite.accepted')).to.equal(1);
    });
    it('bars a stranger, who has an account', async () => {
      await accepted(ban(ann, cat));
      expect(side.store.all().at(-1)?.event.data).to.deep.equal({ ...of(cat), wasMember: false, reason: null });
      expect(await refusal(accept(cat))).to.deep.equal(BANNED);
      const nobody = { userId: '01ARZ3NDEKTSV4RRFFQ69G5FAV' as UserId };
      expect(await refusal(ban(ann, nobody))).to.deep.equal({ kind: 'MemberUnknown' });
    });
    it('happens once, and its end opens the guild again', async () => {
      await accepted(ban(ann, bob));
      await accepted(ban(ann, bob));
      expect(count('guild.member-banned')).to.equal(1);
      await accepted(unban(ann, bob));
      expect(await refusal(unban(ann, bob))).to.deep.equal({ kind: 'BanUnknown' });
      expect(await refusal(send(bob))).to.deep.equal({ kind: 'ChannelUnknown' });
      await accepted(accept(bob));
      await accepted(send(bob));
    });
    it('is not registered around: the invite of a banned user still lets other users in', async () => {
      await accepted(ban(ann, bob));
      await accepted(accept(cat));
      expect((await side.invitations.ofStranger(code)())._tag).to.equal('Right');
    });
    it('refuses an invalid reason', async () => {
      expect((await refusal(ban(ann, bob, 'x'.repeat(241)))).kind).to.equal('ReasonInvalid');
    });
    it('at the moment of a join comes before it or removes the member, and never leaves them inside', async () => {
      // The use is spent, and the ban comes before the join is appended.
      side.store.beforeAppendTo('member-', () => accepted(ban(ann, cat, null, side.restarted())));
      expect(await refusal(accept(cat))).to.deep.equal(BANNED);
      expect(await refusal(accept(cat))).to.deep.equal(BANNED);
      expect(await refusal(leave(cat))).to.deep.equal(UNKNOWN);
      // The join comes before the ban is appended.
      const dan = await side.person('dan');
      side.store.beforeAppendTo('member-', () => accepted(accept(dan, code, side.restarted())));
      await accepted(ban(ann, dan));
      expect(await refusal(leave(dan))).to.deep.equal(UNKNOWN);
      expect(await refusal(accept(dan))).to.deep.equal(BANNED);
    });
    it('leaves its target outside, however it falls together with new attempts of theirs', async () => {
      await accepted(leave(bob));
      await Promise.all([accept(bob)(), ban(ann, bob)(), accept(bob)(), accept(bob, code, side.restarted())()]);
      expect(await refusal(leave(bob))).to.deep.equal(UNKNOWN);
      expect(await refusal(accept(bob))).to.deep.equal(BANNED);
    });
  });

  it('by a kick leaves a member outside who comes back by the same invite at that moment', async () => {
    side.store.beforeAppendTo('member-', () => accepted(accept(bob, code, side.restarted())));
    await accepted(kick(ann, bob));
    expect(await refusal(accept(bob))).to.deep.equal({ kind: 'InviteBeforeKick' });
    // A user who left is about to join again, and is let in and kicked in between.
    await side.admit(ann, guild.guildId, cat);
    await accepted(leave(cat));
    const { code: newer } = await accepted(invite(ann));
    side.store.beforeAppendTo('member-', async () => {
      const again = side.restarted();
      await accepted(accept(cat, newer, again));
      await accepted(kick(ann, cat, again));
    });
    expect(await refusal(accept(cat, newer))).to.deep.equal({ kind: 'InviteBeforeKick' });
    expect(await refusal(leave(cat))).to.deep.equal(UNKNOWN);
  });

  describe('by a time-out', () => {
    it('lets a member read only, until it is over or ended', async () => {
      await accepted(timeOut(ann, bob, plusMillis(side.now(), HOUR_MS)));
      expect(await refusal(send(bob))).to.deep.equal(missing('send_messages'));
      side.passTime(HOUR_MS - 1);
      expect(await refusal(send(bob))).to.deep.equal(missing('send_messages'));
      side.passTime(1);
      await accepted(send(bob));
      await accepted(timeOut(ann, bob, plusMillis(side.now(), HOUR_MS)));
      await accepted(timeOut(ann, bob, null));
      await accepted(send(bob));
    });
    it('is not left behind by leaving and joining again', async () => {
      await accepted(timeOut(ann, bob, plusMillis(side.now(), HOUR_MS)));
      await accepted(leave(bob));
      await accepted(accept(bob));
      expect(await refusal(send(bob))).to.deep.equal(missing('send_messages'));
    });
    it('needs the permission and an end that a time-out may have', async () => {
      await side.admit(ann, guild.guildId, cat);
      expect(await refusal(timeOut(bob, cat, null))).to.deep.equal(missing('moderate_members'));
      await withRole(bob, 'moderate_members');
      await accepted(timeOut(bob, cat, plusMillis(side.now(), HOUR_MS)));
      expect((await refusal(timeOut(bob, cat, side.now()))).kind).to.equal('TimeOutInvalid');
    });
  });

  it('by a nickname follows the ranks, and a nickname is one honest line', async () => {
    await accepted(name(bob, bob, '  Bobby '));
    expect(side.store.all().at(-1)?.event.data).to.deep.include({ nickname: 'Bobby' });
    expect(await refusal(name(bob, ann, 'Anna'))).to.deep.equal(missing('manage_nicknames'));
    await accepted(name(ann, bob, null));
    for (const bad of ['   ', 'a\nb', 'x'.repeat(33)])
      expect((await refusal(name(bob, bob, bad))).kind).to.equal('NicknameInvalid');
  });

  describe('by a lockdown', () => {
    const locked = (until: Instant | null = null) => ({ kind: 'GuildLockedDown', until });

    it('lets no invite be made or accepted, until it ends', async () => {
      await accepted(lock(ann));
      expect(await refusal(invite(bob))).to.deep.equal(locked());
      expect(await refusal(invite(ann))).to.deep.equal(locked());
      expect(await refusal(accept(cat))).to.deep.equal(locked());
      await accepted(accept(bob));
      expect(count('invite.accepted')).to.equal(1);
      await accepted(send(bob));
      await accepted(unlock(ann));
      await accepted(accept(cat));
    });
    it('ends by the clock', async () => {
      const until = plusMillis(side.now(), HOUR_MS);
      await accepted(lock(ann, { until }));
      expect(await refusal(accept(cat))).to.deep.equal(locked(until));
      side.passTime(HOUR_MS);
      await accepted(accept(cat));
      await accepted(unlock(ann));
      expect(count('guild.lockdown-ended')).to.equal(0);
    });
    it('lets in no user whose use was spent just before it, until it ends', async () => {
      side.store.beforeAppendTo('member-', () => accepted(lock(ann)));
      // The membership was read before the lockdown. The append has no conflict with it, so the join stands.
      await accepted(accept(cat));
      await accepted(leave(cat));
      await accepted(unlock(ann));
      const dan = await side.person('dan');
      side.store.crashAt(1, 'after');
      await accept(dan)().then(
        () => expect.fail('it did not crash'),
        () => side.store.neverMindTheCrash(),
      );
      await accepted(lock(ann));
      expect(await refusal(accept(dan))).to.deep.equal(locked());
      await accepted(unlock(ann));
      await accepted(accept(dan));
    });
    it('keeps newcomers from posting, and no other member', async () => {
      side.passTime(2 * HOUR_MS);
      await side.admit(ann, guild.guildId, cat);
      await accepted(lock(ann, { newcomersHours: 1 }));
      await accepted(send(bob));
      await accepted(send(ann));
      expect(await refusal(send(cat))).to.deep.equal(locked());
      await withRole(cat, 'manage_guild');
      await accepted(send(cat));
      await accepted(leave(bob));
      await accepted(unlock(ann));
      await accepted(accept(bob));
      await accepted(lock(ann, { newcomersHours: 1 }));
      expect(await refusal(send(bob)), 'who came back').to.deep.equal(locked());
    });
    it('keeps newcomers from edits and reactions too, and lets them take back what they did', async () => {
      side.passTime(2 * HOUR_MS);
      await side.admit(ann, guild.guildId, cat);
      const { channelId, messageId } = await accepted(send(cat));
      const at = () => ({ ...side.by(cat), channelId, messageId });
      const edit = () => side.commands.editMessage({ ...at(), content: 'buy this', ifRevision: undefined });
      const react = (emoji: string) => side.commands.addReaction({ ...at(), emoji });
      await accepted(react('👍'));
      await accepted(lock(ann, { newcomersHours: 1 }));
      expect(await refusal(edit())).to.deep.equal(locked());
      expect(await refusal(react('👎'))).to.deep.equal(locked());
      await accepted(side.commands.removeReaction({ ...at(), emoji: '👍' }));
      await accepted(unlock(ann));
      await accepted(edit());
      await accepted(lock(ann, { newcomersHours: 1 }));
      await accepted(side.commands.deleteMessage(at()));
    });
    it('is begun and ended by a member who may manage the guild', async () => {
      expect(await refusal(lock(bob))).to.deep.equal(missing('manage_guild'));
      await withRole(bob, 'manage_guild');
      await accepted(lock(bob));
      await accepted(unlock(bob));
      expect((await refusal(lock(bob, { until: side.now() }))).kind).to.equal('LockdownInvalid');
      expect((await refusal(lock(bob, { newcomersHours: 0 }))).kind).to.equal('LockdownInvalid');
    });
    it('refuses a registration by the invite of the guild, and says that it is locked down', async () => {
      const byInvite = testWriteSide('invite');
      const owner = await byInvite.person('owner');
      const own = await accepted(byInvite.commands.createGuild({ ...byInvite.by(owner), name: 'locked' }));
      const made = await accepted(
        byInvite.commands.createInvite({ ...byInvite.by(owner), guildId: own.guildId, ...ANY }),
      );
      const terms = { until: null, newcomersHours: null, reason: null };
      await accepted(byInvite.commands.beginLockdown({ ...byInvite.by(owner), guildId: own.guildId, ...terms }));
      const registering = { ...byInvite.anonymous(), username: 'dan', password: PASSWORD, invite: made.code };
      expect(await refusal(byInvite.commands.register(registering))).to.deep.equal({
        kind: 'GuildLockedDown',
        until: null,
      });
    });
  });

  describe('of an owner who hands the guild over', () => {
    it('ends: the new owner owns it, and the former one stays a member without power', async () => {
      await accepted(handOver(ann, bob));
      expect(await refusal(rename(ann))).to.deep.equal(missing('manage_guild'));
      await accepted(send(ann));
      await accepted(rename(bob));
      expect(await refusal(remove(ann))).to.deep.equal({ kind: 'NotTheOwner' });
      expect(await refusal(leave(bob))).to.deep.equal({ kind: 'OwnerCannotLeave' });
      await accepted(leave(ann));
      expect(await refusal(send(ann))).to.deep.equal({ kind: 'ChannelUnknown' });
      await accepted(accept(ann));
      await accepted(send(ann));
    });
    it('lets the new owner kick and ban the founder', async () => {
      await accepted(handOver(ann, bob));
      await accepted(kick(bob, ann));
      expect(await refusal(send(ann))).to.deep.equal({ kind: 'ChannelUnknown' });
      await side.admit(bob, guild.guildId, ann);
      await accepted(ban(bob, ann));
      expect(await refusal(accept(ann))).to.deep.equal(BANNED);
    });
    it('spends no use of an invite on the founder', async () => {
      await accepted(handOver(ann, bob));
      await accepted(accept(ann));
      expect(count('invite.accepted')).to.equal(1);
    });
    it('needs their password, and hashes that of no other actor', async () => {
      expect(await refusal(handOver(ann, bob, 'a wrong password'))).to.deep.equal({ kind: 'PasswordWrong' });
      let verified = 0;
      const { ports } = side;
      const counting = composeWriteSide({
        ...ports,
        passwords: {
          ...ports.passwords,
          verify: (hash, password) => {
            verified += 1;
            return ports.passwords.verify(hash, password);
          },
        },
      });
      const by = (person: Person) => ({ ...side.by(person), ...of(bob), password: 'a wrong password' });
      expect(await refusal(counting.commands.changeOwner(by(bob)))).to.deep.equal({ kind: 'NotTheOwner' });
      expect(await refusal(counting.commands.changeOwner(by(cat)))).to.deep.equal(UNKNOWN);
      expect(verified).to.equal(0);
      const busy = composeWriteSide({
        ...ports,
        passwords: { ...ports.passwords, verify: () => TE.left({ kind: 'HasherBusy', retryAfterSecs: 3 }) },
      });
      expect(await refusal(busy.commands.changeOwner({ ...by(ann), password: PASSWORD }))).to.deep.equal({
        kind: 'HasherBusy',
        retryAfterSecs: 3,
      });
      expect(count('guild.owner-changed')).to.equal(0);
    });
    it('needs a member who can log in', async () => {
      expect(await refusal(handOver(ann, cat))).to.deep.equal({ kind: 'MemberUnknown' });
      expect(count('account.guild-acquired')).to.equal(1);
      await accepted(handOver(ann, ann));
      expect(count('guild.owner-changed')).to.equal(0);
    });
    it('needs a place of the new owner, and gives back that of the former one', async () => {
      for (let n = 0; n < GUILDS_PER_OWNER_MAX; n += 1)
        await accepted(side.commands.createGuild({ ...side.by(bob), name: `guild ${n}` }));
      expect(await refusal(handOver(ann, bob))).to.deep.equal({ kind: 'TooManyGuilds', max: GUILDS_PER_OWNER_MAX });
      for (let n = 1; n < GUILDS_PER_OWNER_MAX; n += 1)
        await accepted(side.commands.createGuild({ ...side.by(ann), name: `guild ${n}` }));
      await side.admit(ann, guild.guildId, cat);
      const another = () => side.commands.createGuild({ ...side.by(ann), name: 'one more' });
      expect((await refusal(another())).kind).to.equal('TooManyGuilds');
      await accepted(handOver(ann, cat));
      await accepted(another());
    });
    it('is finished by a retry, after a crash at any step', async () => {
      let [from, to] = [ann, bob];
      // The place of Ann is there from the start, so only the way to Bob has two appends.
      for (const [n, when] of [
        [1, 'before'],
        [1, 'after'],
      ] as const) {
        side.passTime(MINUTE_MS);
        const attempt = { ...side.by(from), ...of(to), password: PASSWORD };
        side.store.crashAt(n, when);
        await side.commands
          .changeOwner(attempt)()
          .then(
            () => expect.fail('it did not crash'),
            () => side.store.neverMindTheCrash(),
          );
        await accepted(side.restarted().commands.changeOwner(attempt));
        await accepted(rename(to));
        await accepted(side.commands.changeOwner(attempt));
        [from, to] = [to, from];
      }
      expect(count('guild.owner-changed')).to.equal(2);
      await side.admit(from, guild.guildId, cat);
      const last = { ...side.by(from), ...of(cat), password: PASSWORD };
      side.store.crashAt(2, 'before');
      await side.commands
        .changeOwner(last)()
        .then(
          () => expect.fail('it did not crash'),
          () => side.store.neverMindTheCrash(),
        );
      await accepted(side.restarted().commands.changeOwner(last));
      expect(count('guild.owner-changed')).to.equal(3);
      expect(count('account.guild-acquired')).to.equal(3);
    });
    it('while they delete it: the deletion is refused, and the other way round the guild is gone', async () => {
      side.store.beforeAppendTo('guild-', () => accepted(handOver(ann, bob, PASSWORD, side.restarted())));
      expect(await refusal(remove(ann))).to.deep.equal({ kind: 'NotTheOwner' });
      expect(count('guild.deleted')).to.equal(0);
      side.store.beforeAppendTo('guild-', () => accepted(remove(bob, side.restarted())));
      expect(await refusal(handOver(bob, ann))).to.deep.equal(UNKNOWN);
      expect(count('guild.owner-changed')).to.equal(1);
    });
    it('to two members at once: one of them is the owner, by one change', async () => {
      await side.admit(ann, guild.guildId, cat);
      side.store.beforeAppendTo('guild-', () => accepted(handOver(ann, cat, PASSWORD, side.restarted())));
      expect(await refusal(handOver(ann, bob))).to.deep.equal({ kind: 'NotTheOwner' });
      await accepted(rename(cat));
    });
    it('to a member who is kicked meanwhile is refused', async () => {
      side.store.beforeAppendTo('user-', () => accepted(kick(ann, bob, side.restarted())));
      expect(await refusal(handOver(ann, bob))).to.deep.equal({ kind: 'MemberUnknown' });
    });
  });
});
