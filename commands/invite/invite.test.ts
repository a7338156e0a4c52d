import { expect } from 'chai';
import { left, right } from 'fp-ts/lib/Either.js';
import type { MadeGuild } from '#commands/commands.ts';
import type { ChannelId, GuildId, InviteId } from '#domain/kernel/ids.ts';
import { plusMillis } from '#domain/kernel/instant.ts';
import { guildStream, type StreamName } from '#domain/kernel/stream.ts';
import {
  accepted,
  type Person,
  refusal,
  type TestWriteSide,
  testWriteSide,
} from '#infra/workshop/testkit/write-side.ts';

const ANY = { channelId: null, expiresInSecs: null, maxUses: null };

describe('invites', () => {
  let side: TestWriteSide;
  let ann: Person;
  let bob: Person;
  let cat: Person;
  let guild: MadeGuild;
  beforeEach(async () => {
    side = testWriteSide();
    ann = await side.person('ann');
    bob = await side.person('bob');
    cat = await side.person('cat');
    guild = await accepted(side.commands.createGuild({ ...side.by(ann), name: 'a guild' }));
  });

  type Terms = {
    readonly channelId: ChannelId | null;
    readonly expiresInSecs: number | null;
    readonly maxUses: number | null;
  };
  const make = (person: Person, terms: Partial<Terms> = {}) =>
    side.commands.createInvite({ ...side.by(person), guildId: guild.guildId, ...ANY, ...terms });
  const accept = (person: Person, code: string) => side.commands.acceptInvite({ ...side.by(person), code });
  const leave = (person: Person) => side.commands.leaveGuild({ ...side.by(person), guildId: guild.guildId });
  const count = (type: string) => side.store.all().filter(({ event }) => event.type === type).length;
  const ofBob = () => ({ guildId: guild.guildId, userId: bob.userId, reason: null });
  const kick = (person: Person) => side.commands.kickMember({ ...side.by(ann), ...ofBob(), userId: person.userId });
  const unknown = { kind: 'InviteUnknown' };
  const beforeKick = { kind: 'InviteBeforeKick' };

  it('let users in, and their code is not in the log', async () => {
    const { code } = await accepted(make(ann));
    expect(await accepted(accept(bob, code))).to.deep.equal({ guildId: guild.guildId });
    expect(await refusal(leave(cat))).to.deep.equal({ kind: 'GuildUnknown' });
    await accepted(leave(bob));
    const log = JSON.stringify(side.store.all(), (_, value) => (typeof value === 'bigint' ? `${value}` : value));
    expect(log.includes(code)).to.equal(false);
  });

  it('are made once for one attempt, with the same code, and keep their terms', async () => {
    const attempt = { ...side.by(ann), guildId: guild.guildId, ...ANY, expiresInSecs: 60, maxUses: 3 };
    const first = await accepted(side.commands.createInvite(attempt));
    expect(first.expiresAt).to.equal(plusMillis(side.now(), 60_000));
    side.passTime(5_000);
    expect(await accepted(side.restarted().commands.createInvite(attempt))).to.deep.equal(first);
    expect(count('invite.created')).to.equal(1);
    const other = side.commands.createInvite({ ...attempt, expiresInSecs: 61 });
    expect(await refusal(other)).to.deep.equal({ kind: 'AttemptReused' });
  });

  it('are made by members with the permission, for channels of the guild, on valid terms', async () => {
    expect(await refusal(make(bob))).to.deep.equal({ kind: 'GuildUnknown' });
    for (const terms of [{ maxUses: 0 }, { maxUses: 1.5 }, { maxUses: 10_001 }, { expiresInSecs: 0 }])
      expect((await refusal(make(ann, terms))).kind).to.equal('InviteTermsInvalid');
    const other = await accepted(side.commands.createGuild({ ...side.by(ann), name: 'another' }));
    const channel = { ...side.by(ann), guildId: other.guildId, name: 'theirs', channelKind: 'text' } as const;
    const { channelId } = await accepted(side.commands.createChannel(channel));
    expect(await refusal(make(ann, { channelId }))).to.deep.equal({ kind: 'ChannelUnknown' });
    const category = { ...side.by(ann), guildId: guild.guildId, name: 'a category', channelKind: 'category' } as const;
    const holdsNoMessages = await accepted(side.commands.createChannel(category));
    const first = { channelId: holdsNoMessages.channelId };
    expect(await refusal(make(ann, first))).to.deep.equal({ kind: 'ChannelUnknown' });
  });

  it('are unknown once they are expired or used up', async () => {
    const brief = await accepted(make(ann, { expiresInSecs: 60 }));
    const single = await accepted(make(ann, { maxUses: 1 }));
    await accepted(accept(bob, single.code));
    expect(await refusal(accept(cat, single.code))).to.deep.equal(unknown);
    side.passTime(60_000);
    expect(await refusal(accept(cat, brief.code))).to.deep.equal(unknown);
    expect(await refusal(accept(cat, 'nonsense'))).to.deep.equal(unknown);
  });

  describe('that are revoked', () => {
    const streamOf = (inviteId: InviteId): StreamName => {
      const made = side.store
        .all()
        .find(({ event }) => event.type === 'invite.created' && event.data.inviteId === inviteId);
      return made?.stream ?? expect.fail('the invite was made');
    };
    const revoke = (
      person: Person,
      inviteId: InviteId,
      named: Partial<{ stream: StreamName; guildId: GuildId; reason: string }> = {},
    ) =>
      side.commands.revokeInvite({
        ...side.by(person),
        guildId: guild.guildId,
        inviteId,
        stream: streamOf(inviteId),
        ...named,
      });

    it('let no stranger in any more, also one whose acceptance was cut short', async () => {
      const { code, inviteId } = await accepted(make(ann));
      side.store.crashAt(1, 'after');
      await accept(bob, code)().then(
        () => expect.fail('it did not crash'),
        () => side.store.neverMindTheCrash(),
      );
      await accepted(revoke(ann, inviteId));
      await accepted(revoke(ann, inviteId));
      expect(count('invite.revoked')).to.equal(1);
      for (const person of [bob, cat]) expect(await refusal(accept(person, code))).to.deep.equal(unknown);
      expect(await refusal(side.invitations.ofStranger(code))).to.deep.equal(unknown);
    });

    it('are revoked by their maker or by a member who may manage the guild', async () => {
      await side.admit(ann, guild.guildId, bob, cat);
      const { inviteId } = await accepted(make(bob));
      expect(await refusal(revoke(cat, inviteId))).to.deep.equal({
        kind: 'MissingPermission',
        permission: 'manage_guild',
      });
      await accepted(revoke(bob, inviteId));
      await accepted(revoke(ann, (await accepted(make(bob))).inviteId));
      const strange = await side.person('dan');
      expect(await refusal(revoke(strange, inviteId))).to.deep.equal({ kind: 'GuildUnknown' });
    });

    it('are revoked for a reason about their maker, which must be a text', async () => {
      await side.admit(ann, guild.guildId, bob);
      const { inviteId } = await accepted(make(bob));
      expect(await refusal(revoke(ann, inviteId, { reason: '' }))).to.include({ kind: 'ReasonInvalid' });
      await accepted(revoke(ann, inviteId, { reason: 'it went to spammers' }));
      const [end] = side.store.all().flatMap(({ event }) => (event.type === 'invite.revoked' ? [event.data] : []));
      expect(end).to.include({ creatorId: bob.userId, reason: 'it went to spammers' });
    });

    it('are those that the actor named, in the guild that they named', async () => {
      const { inviteId } = await accepted(make(ann));
      const another = await accepted(make(ann));
      const theirs = await accepted(side.commands.createGuild({ ...side.by(bob), name: 'another' }));
      const before = side.store.all().length;
      for (const stream of [streamOf(another.inviteId), guildStream(guild.guildId)])
        expect(await refusal(revoke(ann, inviteId, { stream }))).to.deep.equal(unknown);
      expect(await refusal(revoke(bob, inviteId, { guildId: theirs.guildId }))).to.deep.equal(unknown);
      expect(side.store.all().length).to.equal(before);
    });

    it('let a user in or are revoked first, when both come at once', async () => {
      const { code, inviteId } = await accepted(make(ann));
      side.store.beforeAppendTo('invite-', () =>
        accepted(
          side.restarted().commands.revokeInvite({
            ...side.by(ann),
            guildId: guild.guildId,
            inviteId,
            stream: streamOf(inviteId),
          }),
        ),
      );
      expect(await refusal(accept(bob, code))).to.deep.equal(unknown);
    });
  });

  it('are unknown once their guild is deleted', async () => {
    const { code } = await accepted(make(ann));
    await accepted(side.commands.deleteGuild({ ...side.by(ann), guildId: guild.guildId }));
    expect(await refusal(accept(bob, code))).to.deep.equal(unknown);
    expect(count('invite.accepted')).to.equal(0);
  });

  it('spend no use on members, and the owner is a member', async () => {
    const { code } = await accepted(make(ann, { maxUses: 1 }));
    await accepted(accept(ann, code));
    await accepted(accept(bob, code));
    await accepted(accept(bob, code));
    expect(count('invite.accepted')).to.equal(1);
    expect(count('guild.member-joined')).to.equal(1);
  });

  it('let a user back in for another use', async () => {
    const { code } = await accepted(make(ann, { maxUses: 2 }));
    await accepted(accept(bob, code));
    await accepted(leave(bob));
    await accepted(accept(bob, code));
    await accepted(leave(bob));
    expect(await refusal(accept(bob, code))).to.deep.equal(unknown);
    expect(count('invite.accepted')).to.equal(2);
  });

  it('do not let a user back in by the retry of an old attempt', async () => {
    const { code } = await accepted(make(ann));
    const attempt = { ...side.by(bob), code };
    await accepted(side.commands.acceptInvite(attempt));
    await accepted(leave(bob));
    await accepted(side.commands.acceptInvite(attempt));
    expect(await refusal(leave(bob))).to.deep.equal({ kind: 'GuildUnknown' });
  });

  it('spend one use when the attempt was cut short before the join', async () => {
    for (const when of ['before', 'after'] as const)
      for (const n of [1, 2]) {
        const dan = await side.person(`dan-${when}-${n}`);
        const { code } = await accepted(make(ann, { maxUses: 1 }));
        side.store.crashAt(n, when);
        await accept(dan, code)().then(
          () => expect.fail('it did not crash'),
          () => side.store.neverMindTheCrash(),
        );
        await accepted(accept(dan, code));
        await accepted(leave(dan));
      }
    expect(count('invite.accepted')).to.equal(4);
  });

  it('spend no second use on a user whose attempt was cut short, and who came in by another invite before', async () => {
    const earlier = await accepted(make(ann));
    await accepted(accept(bob, earlier.code));
    await accepted(leave(bob));
    const { code } = await accepted(make(ann, { maxUses: 1 }));
    side.store.crashAt(1, 'after');
    await accept(bob, code)().then(
      () => expect.fail('it did not crash'),
      () => side.store.neverMindTheCrash(),
    );
    await accepted(accept(bob, code));
    expect(count('invite.accepted')).to.equal(2);
    expect(count('guild.member-joined')).to.equal(2);
  });

  it('give a user who accepts two invites at once no second way back in', async () => {
    const brief = await accepted(make(ann, { expiresInSecs: 60 }));
    const lasting = await accepted(make(ann));
    const byBrief = { ...side.by(bob), code: brief.code };
    side.store.beforeAppendTo('member-', () =>
      accepted(side.restarted().commands.acceptInvite({ ...side.by(bob), code: lasting.code })),
    );
    await accepted(side.commands.acceptInvite(byBrief));
    expect(count('guild.member-joined')).to.equal(1);
    await accepted(
      side.commands.kickMember({ ...side.by(ann), guildId: guild.guildId, userId: bob.userId, reason: null }),
    );
    await accepted(accept(cat, brief.code));
    side.passTime(60_000);
    expect(await refusal(accept(bob, brief.code))).to.deep.equal(beforeKick);
    expect(await refusal(side.commands.acceptInvite(byBrief))).to.deep.equal(beforeKick);
    expect(await refusal(accept(bob, lasting.code))).to.deep.equal(beforeKick);
  });

  it('let no kicked user in that were made before the kick, and one that was made after it does', async () => {
    const used = await accepted(make(ann, { maxUses: 3 }));
    const other = await accepted(make(ann));
    await accepted(accept(bob, used.code));
    await accepted(kick(bob));
    for (const { code } of [used, other]) {
      expect(await refusal(accept(bob, code))).to.deep.equal(beforeKick);
      expect(await refusal(side.restarted().commands.acceptInvite({ ...side.by(bob), code }))).to.deep.equal(
        beforeKick,
      );
    }
    expect(count('invite.accepted')).to.equal(1);
    await accepted(accept(cat, used.code));
    // The invite has a newer event than the kick now. It was made before the kick all the same.
    for (const one of [side, side.restarted()])
      expect(await refusal(one.commands.acceptInvite({ ...side.by(bob), code: used.code }))).to.deep.equal(beforeKick);
    const { code } = await accepted(make(ann));
    await accepted(accept(bob, code));
    await accepted(leave(bob));
    await accepted(accept(bob, used.code));
  });

  it('tell a kicked user before the join that they let the user in no more, and tell nobody else', async () => {
    const { code } = await accepted(make(ann));
    const lead = { guildId: guild.guildId, inviterId: ann.userId };
    const seenBy = (person: Person, by = code) => side.invitations.ofUser(by, person.userId)();
    await accepted(accept(bob, code));
    expect(await seenBy(bob)).to.deep.equal(right(lead));
    await accepted(kick(bob));
    expect(await seenBy(bob)).to.deep.equal(left(beforeKick));
    expect(await seenBy(cat)).to.deep.equal(right(lead));
    expect(await side.invitations.ofStranger(code)()).to.deep.equal(right(lead));
    const newer = await accepted(make(ann));
    expect(await seenBy(bob, newer.code)).to.deep.equal(right(lead));
    expect(await seenBy(bob, 'nosuchcode')).to.deep.equal(left(unknown));
  });

  it('let no user back in whose kick comes while they accept', async () => {
    const { code } = await accepted(make(ann));
    await accepted(accept(bob, code));
    await accepted(leave(bob));
    // Bob is let in and kicked at the moment at which his attempt has spent its use and is about to join.
    side.store.beforeAppendTo('member-', async () => {
      const again = side.restarted();
      await accepted(again.commands.acceptInvite({ ...side.by(bob), code }));
      await accepted(again.commands.kickMember({ ...side.by(ann), ...ofBob() }));
    });
    expect(await refusal(accept(bob, code))).to.deep.equal(beforeKick);
    expect(await refusal(accept(bob, code))).to.deep.equal(beforeKick);
    expect(await refusal(leave(bob))).to.deep.equal({ kind: 'GuildUnknown' });
  });

  it('leave a kicked user outside, however the kick and a new attempt of theirs fall together', async () => {
    const { code } = await accepted(make(ann));
    await accepted(accept(bob, code));
    await Promise.all([accept(bob, code)(), kick(bob)(), accept(bob, code)(), accept(bob, code)()]);
    expect(await refusal(leave(bob))).to.deep.equal({ kind: 'GuildUnknown' });
    expect(await refusal(accept(bob, code))).to.deep.equal(beforeKick);
  });

  it('let no user in by the key of the attempt that made them', async () => {
    const whole = await accepted(make(ann));
    await accepted(accept(bob, whole.code));
    const making = side.by(bob);
    const { code } = await accepted(
      side.commands.createInvite({ ...making, guildId: guild.guildId, ...ANY, expiresInSecs: 60 }),
    );
    await accepted(leave(bob));
    await accepted(accept(cat, code));
    side.passTime(60_000);
    expect(await refusal(side.commands.acceptInvite({ ...making, code }))).to.deep.equal({ kind: 'AttemptReused' });
    expect(count('guild.member-joined')).to.equal(2);
  });

  it('spend the last use once when two users race for it', async () => {
    const { code } = await accepted(make(ann, { maxUses: 1 }));
    const faster = { ...side.by(cat), code };
    side.store.beforeAppendTo('invite-', () => accepted(side.restarted().commands.acceptInvite(faster)));
    expect(await refusal(accept(bob, code))).to.deep.equal(unknown);
    expect(count('invite.accepted')).to.equal(1);
  });
});
