import { expect } from 'chai';
import type { MadeGuild, UndoEntry } from '#commands/commands.ts';
import type { DomainEvent } from '#domain/event-catalog.ts';
import type { GuildEvent } from '#domain/guild/events.ts';
import { channelsInOrder } from '#domain/guild/order-decide.ts';
import { guildAggregate } from '#domain/guild/state.ts';
import { ERASED, isErased } from '#domain/kernel/erasable.ts';
import type { ChannelId, MessageId, RoleId } from '#domain/kernel/ids.ts';
import { instantOf, plusMillis } from '#domain/kernel/instant.ts';
import { guildStream, memberStream, messageStream } from '#domain/kernel/stream.ts';
import { DAY_MS } from '#domain/kernel/units.ts';
import type { Permission } from '#domain/permission/bits.ts';
import { staged } from '#infra/workshop/testkit/staged-streams.ts';
import {
  accepted,
  PASSWORD,
  type Person,
  refusal,
  type TestWriteSide,
  testWriteSide,
} from '#infra/workshop/testkit/write-side.ts';

const UNKNOWN = '0'.repeat(26) as MessageId;

describe('an undo', () => {
  let side: TestWriteSide;
  let ann: Person;
  let bob: Person;
  let cat: Person;
  let guild: MadeGuild;
  let channelId: ChannelId;
  beforeEach(async () => {
    side = testWriteSide();
    ann = await side.person('ann');
    bob = await side.person('bob');
    cat = await side.person('cat');
    guild = await accepted(side.commands.createGuild({ ...side.by(ann), name: 'a guild' }));
    const made = { guildId: guild.guildId, name: 'talk', channelKind: 'text' as const, parentId: null };
    channelId = (await accepted(side.commands.createChannel({ ...side.by(ann), ...made }))).channelId;
    await side.admit(ann, guild.guildId, bob, cat);
  });

  const send = async (person: Person, content = 'hello'): Promise<MessageId> =>
    (await accepted(side.commands.sendMessage({ ...side.by(person), channelId, content, replyTo: null }))).messageId;
  const remove = (person: Person, messageId: MessageId) =>
    accepted(side.commands.deleteMessage({ ...side.by(person), channelId, messageId }));
  /** Entries of the act that was done last, as the audit log lists them. */
  const lastAct = (): ReadonlyArray<UndoEntry> => {
    const { causation, actor } = side.store.all().at(-1)?.metadata ?? { causation: '', actor: '' };
    return side.store
      .all()
      .filter(({ metadata }) => metadata.causation === causation && metadata.actor === actor)
      .map(({ stream, revision, eventId }) => ({ stream, revision, eventId }));
  };
  const undo = (person: Person, entries: ReadonlyArray<UndoEntry>, preview = false) =>
    side.commands.undo({ ...side.by(person), guildId: guild.guildId, entries, preview });
  const kick = (target: Person) =>
    accepted(
      side.commands.kickMember({ ...side.by(ann), guildId: guild.guildId, userId: target.userId, reason: 'spam' }),
    );
  const typesAfter = (from: number) =>
    side.store
      .all()
      .slice(from)
      .map(({ event }) => event.type);
  const nothing = { restores: [], cannot: [] };
  const eventsOf = (messageId: MessageId): ReadonlyArray<DomainEvent> =>
    side.store.all().flatMap(({ stream, event }) => (stream === messageStream(messageId) ? [event] : []));

  it('brings a kicked member back as they were, and names the event that it undoes', async () => {
    await kick(bob);
    const act = lastAct();
    expect(await accepted(undo(ann, act))).to.deep.equal({
      restores: [{ what: 'member', id: bob.userId }],
      cannot: [],
    });
    const last = side.store.all().at(-1);
    expect(last?.event.type).to.equal('guild.member-reinstated');
    expect(last?.metadata.undoes).to.equal(act[0]?.eventId);
    expect(await send(bob)).to.be.a('string');
  });

  it('brings a member back with the time of their join, also where the event of the join named none', async () => {
    const reinstated = () => side.store.all().at(-1)?.event;
    const joinOf = (person: Person) =>
      side.store.all().find(({ stream }) => stream === memberStream(guild.guildId, person.userId));
    const join = joinOf(bob);
    side.passTime(1_000);
    await kick(bob);
    await accepted(undo(ann, lastAct()));
    expect(reinstated()).to.have.nested.property('data.joinedAt', join?.metadata.time);
    // The first version of the event had no time, and reads as one from long ago.
    const { event } = joinOf(cat) ?? expect.fail('cat joined');
    Object.assign(event.data, { joinedAt: instantOf(0) });
    side = side.restarted();
    await kick(cat);
    await accepted(undo(ann, lastAct()));
    expect(reinstated()).to.have.nested.property('data.joinedAt', joinOf(cat)?.metadata.time);
  });

  it('brings a former founder back as a member since the guild began', async () => {
    const began = side.store.all().find(({ event }) => event.type === 'guild.created')?.metadata.time;
    const handed = { ...side.by(ann), guildId: guild.guildId, userId: bob.userId, password: PASSWORD };
    await accepted(side.commands.changeOwner(handed));
    side.passTime(1_000);
    const kicked = { ...side.by(bob), guildId: guild.guildId, userId: ann.userId, reason: null };
    await accepted(side.commands.kickMember(kicked));
    await accepted(undo(bob, lastAct()));
    expect(side.store.all().at(-1)?.event).to.have.nested.property('data.joinedAt', began);
  });

  it('brings a ban, a time-out and a lockdown back with the reason, unless it was erased', async () => {
    const { guildId } = guild;
    const { userId } = bob;
    const until = plusMillis(side.now(), DAY_MS);
    const { commands } = side;
    const back = async (act: Parameters<typeof accepted>[0], end: Parameters<typeof accepted>[0]) => {
      await accepted(act);
      await accepted(end);
      await accepted(undo(ann, lastAct()));
      return side.store.all().at(-1)?.event.data;
    };
    const by = () => ({ ...side.by(ann), guildId });
    expect(
      await back(
        commands.beginLockdown({ ...by(), until, newcomersHours: 1, reason: 'a raid' }),
        commands.endLockdown(by()),
      ),
    ).to.include({ until, reason: 'a raid' });
    expect(
      await back(
        commands.timeOutMember({ ...by(), userId, until, reason: 'calm down' }),
        commands.timeOutMember({ ...by(), userId, until: null, reason: null }),
      ),
    ).to.include({ until, reason: 'calm down' });
    expect(
      await back(commands.banMember({ ...by(), userId, reason: 'rude' }), commands.unbanMember({ ...by(), userId })),
    ).to.include({ userId, reason: 'rude' });
    for (const { event } of side.store.all())
      if (event.type === 'guild.member-banned') Object.assign(event.data, { reason: ERASED });
    side = side.restarted();
    await accepted(side.commands.unbanMember({ ...by(), userId }));
    await accepted(undo(ann, lastAct()));
    expect(side.store.all().at(-1)?.event.data).to.include({ userId, reason: null });
  });

  it('does nothing a second time, and answers a repeated attempt alike', async () => {
    await kick(bob);
    const act = lastAct();
    const attempt = { ...side.by(ann), guildId: guild.guildId, entries: act, preview: false };
    const first = await accepted(side.commands.undo(attempt));
    const before = side.store.all().length;
    expect(await accepted(side.commands.undo(attempt))).to.deep.equal(first);
    expect(await accepted(undo(ann, act))).to.deep.equal(nothing);
    expect(side.store.all()).to.have.length(before);
  });

  it('of an undo does the act again', async () => {
    await kick(bob);
    await accepted(undo(ann, lastAct()));
    await accepted(undo(ann, lastAct()));
    expect(side.store.all().at(-1)?.event.type).to.equal('guild.member-kicked');
    await accepted(undo(ann, lastAct()));
    expect(side.store.all().at(-1)?.event.type).to.equal('guild.member-reinstated');
  });

  it('is only told by a preview', async () => {
    await kick(bob);
    const before = side.store.all().length;
    expect((await accepted(undo(ann, lastAct(), true))).restores).to.deep.equal([{ what: 'member', id: bob.userId }]);
    expect(side.store.all()).to.have.length(before);
  });

  it('says which later event stands in the way', async () => {
    await kick(bob);
    const act = lastAct();
    side.passTime(1_000);
    await side.admit(ann, guild.guildId, bob);
    const joined = side.store.all().findLast(({ event }) => event.type === 'guild.member-joined');
    expect(await accepted(undo(ann, act))).to.deep.equal({
      restores: [],
      cannot: [
        {
          what: 'member',
          id: bob.userId,
          why: { kind: 'ChangedSince', eventName: 'guild.member-joined', eventId: joined?.eventId },
        },
      ],
    });
  });

  it('needs the right of the act and the rank over its target', async () => {
    await kick(bob);
    const [answer] = (await accepted(undo(cat, lastAct()))).cannot;
    expect(answer?.why).to.deep.equal({ kind: 'MissingPermission', permission: 'kick_members' });
    expect(await refusal(undo(bob, lastAct()))).to.deep.equal({ kind: 'GuildUnknown' });
  });

  it('brings a message back that a moderator deleted, with its last text and its reactions', async () => {
    const messageId = await send(bob);
    await accepted(
      side.commands.editMessage({ ...side.by(bob), channelId, messageId, content: 'better', ifRevision: undefined }),
    );
    await accepted(side.commands.addReaction({ ...side.by(cat), channelId, messageId, emoji: '👍' }));
    await remove(ann, messageId);
    expect((await accepted(undo(ann, lastAct()))).restores).to.deep.equal([{ what: 'message', id: messageId }]);
    const view = await accepted(
      side.commands.editMessage({ ...side.by(bob), channelId, messageId, content: 'better', ifRevision: undefined }),
    );
    expect(view.content).to.equal('better');
    expect(view.reactions).to.have.length(1);
  });

  it('does not bring back what its author deleted, whose text is erased at once', async () => {
    const messageId = await send(bob, 'secret');
    await accepted(
      side.commands.editMessage({
        ...side.by(bob),
        channelId,
        messageId,
        content: 'also secret',
        ifRevision: undefined,
      }),
    );
    await remove(bob, messageId);
    for (const { data } of eventsOf(messageId)) if ('content' in data) expect(data.content).to.satisfy(isErased);
    const [why] = (await accepted(undo(ann, lastAct()))).cannot;
    expect(why?.why).to.deep.equal({ kind: 'DeletedByAuthor' });
  });

  it('does not bring back a message after the time for it', async () => {
    const messageId = await send(bob);
    await remove(ann, messageId);
    const act = lastAct();
    side.passTime(7 * DAY_MS);
    const later = await accepted(
      side.commands.login({
        ...side.anonymous(),
        username: 'ann',
        password: PASSWORD,
        device: 'a test',
      }),
    );
    const [cannot] = (await accepted(undo(later, act))).cannot;
    expect(cannot).to.deep.equal({ what: 'message', id: messageId, why: { kind: 'UndoExpired' } });
  });

  it('brings a deleted channel back with its place in the guild', async () => {
    const messageId = await send(bob);
    await accepted(side.commands.deleteChannel({ ...side.by(ann), channelId }));
    const act = lastAct();
    expect(act).to.have.length(2);
    const before = side.store.all().length;
    expect((await accepted(undo(ann, act))).restores).to.deep.equal([{ what: 'channel', id: channelId }]);
    expect(typesAfter(before)).to.deep.equal(['channel.restored', 'guild.channel-listed']);
    await accepted(side.commands.addReaction({ ...side.by(bob), channelId, messageId, emoji: '👍' }));
  });

  it('brings a deleted channel back to its place among the others, in a guild that was never ordered', async () => {
    const { guildId } = guild;
    const make = async (name: string) =>
      (await accepted(side.commands.createChannel({ ...side.by(ann), guildId, name, channelKind: 'text' }))).channelId;
    const orderNow = () => {
      const events = side.store.all().flatMap(({ stream, event }) => (stream === guildStream(guildId) ? [event] : []));
      // The stream of a guild holds its events alone.
      const state = guildAggregate.fold(guildAggregate.initial, events as ReadonlyArray<GuildEvent>);
      return state.kind === 'Present' ? channelsInOrder(state) : expect.fail('the guild is there');
    };
    const [second, third] = [await make('second'), await make('third')];
    const first = orderNow()[0];
    const deleted = async (id: ChannelId) => {
      await accepted(side.commands.deleteChannel({ ...side.by(ann), channelId: id }));
      return lastAct();
    };
    const [one, two] = [await deleted(second), await deleted(channelId)];
    const fourth = await make('fourth');
    const before = side.store.all().length;
    await accepted(undo(ann, one));
    await accepted(undo(ann, two));
    expect(orderNow()).to.deep.equal([first, channelId, second, third, fourth]);
    expect(typesAfter(before).filter((type) => type === 'guild.channels-ordered')).to.have.length(2);
    const atEnd = await deleted(fourth);
    const later = side.store.all().length;
    await accepted(undo(ann, atEnd));
    expect(typesAfter(later), 'the last one needs no order').to.deep.equal([
      'channel.restored',
      'guild.channel-listed',
    ]);
  });

  it('brings nothing back in a channel whose category is not known, but for the owner', async () => {
    const moderators = '1'.repeat(26) as RoleId;
    await staged(side, guild.guildId).roles({
      ...{ roleId: moderators, permissions: ['manage_messages', 'manage_channels'], people: [cat] },
    });
    const messageId = await send(bob);
    await remove(cat, messageId);
    const act = lastAct();
    await staged(side, guild.guildId).synced(channelId, UNKNOWN as string as ChannelId);
    const restores = [{ what: 'message', id: messageId }];
    expect(await accepted(undo(cat, act, true))).to.deep.equal({
      restores: [],
      cannot: [{ ...restores[0], why: { kind: 'EntryUnknown' } }],
    });
    expect(await accepted(undo(ann, act, true))).to.deep.equal({ restores, cannot: [] });
  });

  it('takes back a bulk deletion in one act', async () => {
    const ids = [await send(bob), await send(cat), await send(ann)];
    const gone = await accepted(
      side.commands.deleteMessages({ ...side.by(ann), channelId, messageIds: [...ids, UNKNOWN] }),
    );
    expect(gone.deleted).to.have.members(ids);
    const outcome = await accepted(undo(ann, lastAct()));
    expect(outcome.restores.map(({ id }) => id)).to.have.members(ids.slice(0, 2));
    expect(outcome.cannot).to.deep.equal([{ what: 'message', id: ids[2], why: { kind: 'DeletedByAuthor' } }]);
  });

  it('refuses entries of another guild and entries that never were', async () => {
    const other = await accepted(side.commands.createGuild({ ...side.by(bob), name: 'another' }));
    await side.admit(bob, other.guildId, cat);
    await accepted(
      side.commands.kickMember({ ...side.by(bob), guildId: other.guildId, userId: cat.userId, reason: null }),
    );
    const foreign = lastAct();
    expect((await accepted(undo(ann, foreign))).cannot[0]?.why).to.deep.equal({ kind: 'EntryUnknown' });
    await kick(bob);
    const forged = lastAct().map((entry) => ({ ...entry, revision: entry.revision - 1 }));
    expect((await accepted(undo(ann, forged))).cannot[0]?.why).to.deep.equal({ kind: 'EntryUnknown' });
    const nowhere = [
      { ...forged[0], stream: memberStream(guild.guildId, cat.userId), revision: 99 },
    ] as ReadonlyArray<UndoEntry>;
    expect((await accepted(undo(ann, nowhere))).cannot[0]?.why).to.deep.equal({ kind: 'EntryUnknown' });
  });

  it('is decided again when the world moves on inside its check', async () => {
    await kick(bob);
    const act = lastAct();
    const rival = side.restarted();
    side.store.beforeAppendTo('member-', () =>
      rival.commands.undo({ ...side.by(ann), guildId: guild.guildId, entries: act, preview: false })(),
    );
    expect(await accepted(undo(ann, act))).to.deep.equal(nothing);
    expect(side.store.all().filter(({ event }) => event.type === 'guild.member-reinstated')).to.have.length(1);
  });

  describe('by a member with a rank', () => {
    const makeRole = async (name: string, permissions: ReadonlyArray<Permission>): Promise<RoleId> =>
      (await accepted(side.commands.createRole({ ...side.by(ann), guildId: guild.guildId, name, permissions }))).roleId;
    const give = (target: Person, roleId: RoleId) =>
      accepted(side.commands.giveRole({ ...side.by(ann), guildId: guild.guildId, userId: target.userId, roleId }));
    const take = (target: Person, roleId: RoleId) =>
      accepted(side.commands.takeRole({ ...side.by(ann), guildId: guild.guildId, userId: target.userId, roleId }));

    it('gives back no role at or above their own, and none with a permission that they lack', async () => {
      const high = await makeRole('high', ['manage_roles']);
      const low = await makeRole('low', ['ban_members']);
      await give(bob, high);
      await give(cat, low);
      await take(cat, low);
      expect((await accepted(undo(bob, lastAct()))).cannot[0]?.why).to.deep.equal({
        kind: 'MissingPermission',
        permission: 'ban_members',
      });
      await give(cat, high);
      await take(cat, high);
      expect((await accepted(undo(bob, lastAct()))).cannot[0]?.why).to.deep.equal({ kind: 'OutranksActor' });
    });

    it('gives no permission that they lack by their own act either, which others may hold by now', async () => {
      const lacked = { kind: 'MissingPermission', permission: 'ban_members' };
      const high = await makeRole('high', ['manage_roles']);
      const low = await makeRole('low', ['ban_members']);
      await give(bob, high);
      const inGuild = { ...side.by(bob), guildId: guild.guildId };
      await accepted(side.commands.changeRole({ ...inGuild, roleId: low, permissions: [] }));
      const weakened = lastAct();
      await accepted(side.commands.giveRole({ ...inGuild, ...side.by(bob), userId: cat.userId, roleId: low }));
      expect((await accepted(undo(bob, weakened))).cannot[0]?.why).to.deep.equal(lacked);
      await accepted(side.commands.takeRole({ ...inGuild, ...side.by(bob), userId: cat.userId, roleId: low }));
      const taken = lastAct();
      await accepted(
        side.commands.changeRole({
          ...side.by(ann),
          guildId: guild.guildId,
          roleId: low,
          permissions: ['ban_members'],
        }),
      );
      expect((await accepted(undo(bob, taken))).cannot[0]?.why).to.deep.equal(lacked);
      await accepted(side.commands.deleteRole({ ...inGuild, ...side.by(bob), roleId: low }));
      expect((await accepted(undo(bob, lastAct()))).cannot[0]?.why).to.deep.equal(lacked);
    });

    it('does not take back what a higher rank did to them', async () => {
      const high = await makeRole('high', ['manage_roles', 'moderate_members', 'administrator']);
      const low = await makeRole('low', ['view_channel']);
      await give(bob, high);
      await give(bob, low);
      await take(bob, low);
      expect((await accepted(undo(bob, lastAct()))).cannot[0]?.why).to.deep.equal({ kind: 'OutranksActor' });
    });

    it('brings a deleted role back with the members who had it', async () => {
      const low = await makeRole('low', ['manage_messages']);
      await give(bob, low);
      const messageId = await send(ann);
      await accepted(side.commands.deleteRole({ ...side.by(ann), guildId: guild.guildId, roleId: low }));
      const act = lastAct();
      const refused = side.commands.deleteMessage({ ...side.by(bob), channelId, messageId });
      expect((await refusal(refused)).kind).to.equal('MissingPermission');
      expect((await accepted(undo(ann, act))).restores).to.deep.equal([{ what: 'role', id: low }]);
      await remove(bob, messageId);
    });
  });
});
