/** A key is remembered for as long as it is accepted, whatever the stream has become meanwhile (decision 0021). */
import { expect } from 'chai';
import fc from 'fast-check';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { encodeTime } from 'ulid';
import type { Attempt, MadeChannel, MadeGuild, MadeRole, Receipt } from '#commands/commands.ts';
import { ATTEMPT_SEARCH_EVENTS_MAX } from '#commands/limits.ts';
import type { CommandId, InviteId } from '#domain/kernel/ids.ts';
import { instantOf, millisOf, plusMillis } from '#domain/kernel/instant.ts';
import { IDEMPOTENCY_WINDOW_MS } from '#domain/kernel/limits.ts';
import type { StreamName } from '#domain/kernel/stream.ts';
import type { MessageView } from '#domain/message/view.ts';
import {
  accepted,
  PASSWORD,
  type Person,
  refusal,
  type TestWriteSide,
  testWriteSide,
} from '#infra/workshop/testkit/write-side.ts';

type CommandTask = TaskEither<{ readonly kind: string }, Receipt<unknown>>;

type Retried = {
  readonly actor: 'ann' | 'bob';
  /** Happens before the change, where the change needs it. */
  readonly before?: (world: World) => Promise<unknown>;
  readonly change: (world: World, attempt: Attempt) => CommandTask;
  /** Brings the n-th event that comes to the stream after the change. */
  readonly next?: (world: World, n: number) => Promise<unknown>;
  /** Asks for something else of the same stream, under the key of the change. */
  readonly another?: (world: World, attempt: Attempt) => CommandTask;
};

type World = {
  readonly side: TestWriteSide;
  readonly ann: Person;
  readonly bob: Person;
  readonly guild: MadeGuild;
  readonly channel: MadeChannel;
  readonly category: MadeChannel;
  /** A channel of the category that has overwrites of its own. */
  readonly followed: MadeChannel;
  readonly invite: { readonly inviteId: InviteId; readonly stream: StreamName };
  readonly message: MessageView;
  readonly code: string;
  readonly role: MadeRole;
  readonly otherRole: MadeRole;
};

const newWorld = async (): Promise<World> => {
  const side = testWriteSide();
  const ann = await side.person('ann');
  const bob = await side.person('bob');
  const guild = await accepted(side.commands.createGuild({ ...side.by(ann), name: 'a guild' }));
  const { guildId } = guild;
  const channel = await accepted(
    side.commands.createChannel({ ...side.by(ann), guildId, name: 'talk', channelKind: 'text' }),
  );
  const { channelId } = channel;
  const code = await side.admit(ann, guildId, bob);
  const sending = { ...side.by(bob), channelId, content: 'hello', replyTo: null };
  const message = await accepted(side.commands.sendMessage(sending));
  await accepted(side.commands.addReaction({ ...side.by(ann), ...message, emoji: '🎉' }));
  const role = await accepted(side.commands.createRole({ ...side.by(ann), guildId, name: 'a role' }));
  const otherRole = await accepted(side.commands.createRole({ ...side.by(ann), guildId, name: 'another role' }));
  const making = { guildId, name: 'a category', channelKind: 'category' } as const;
  const category = await accepted(side.commands.createChannel({ ...side.by(ann), ...making }));
  const following = { guildId, name: 'followed', channelKind: 'text', parentId: category.channelId } as const;
  const followed = await accepted(side.commands.createChannel({ ...side.by(ann), ...following }));
  const silence = { target: { kind: 'member', userId: bob.userId }, allow: [], deny: ['send_messages'] } as const;
  await accepted(side.commands.setOverwrite({ ...side.by(ann), channelId: followed.channelId, ...silence }));
  const [invite] = side.store
    .all()
    .flatMap(({ event, stream }) =>
      event.type === 'invite.created' ? [{ inviteId: event.data.inviteId, stream }] : [],
    );
  if (invite === undefined) throw new Error('an invite let Bob in');
  return { side, ann, bob, guild, channel, category, followed, invite, message, code, role, otherRole };
};

const at = ({ channelId, messageId }: MessageView) => ({ channelId, messageId });
const reactedBy = ({ side, message }: World, person: Person, emoji: string, n: number) => {
  const intent = { ...side.by(person), ...at(message), emoji };
  return accepted(n % 2 === 0 ? side.commands.removeReaction(intent) : side.commands.addReaction(intent));
};
const edited = ({ side, bob, message }: World, n: number) =>
  accepted(side.commands.editMessage({ ...side.by(bob), ...at(message), content: `text ${n}`, ifRevision: undefined }));
const renamed = ({ side, ann, guild: { guildId } }: World, n: number) =>
  accepted(side.commands.renameGuild({ ...side.by(ann), guildId, name: `name ${n}` }));
const channelRenamed = ({ side, ann, channel: { channelId } }: World, n: number) =>
  accepted(side.commands.changeChannel({ ...side.by(ann), channelId, name: `name ${n}` }));
const placed = ({ channelId }: MadeChannel) => ({ channelId, parentId: null });
const silenced = ({ bob, followed: { channelId } }: World) =>
  ({ channelId, target: { kind: 'member', userId: bob.userId } }) as const;
const overwritten = async (world: World, n: number): Promise<unknown> => {
  const { side, ann } = world;
  const attempt = { ...side.by(ann), ...silenced(world) };
  return n % 2 === 0
    ? accepted(side.commands.removeOverwrite(attempt))
    : accepted(side.commands.setOverwrite({ ...attempt, allow: ['embed_links'], deny: [] }));
};
const channelsOrdered = ({ side, ann, guild: { guildId }, channel, category }: World, n: number) => {
  const order = n % 2 === 0 ? [placed(channel), placed(category)] : [placed(category), placed(channel)];
  return accepted(side.commands.orderChannels({ ...side.by(ann), guildId, order }));
};
/** Every other time Bob comes back after his kick, by an invite that was made since, or leaves. */
const cameOrLeftAfterKick = async ({ side, ann, bob, guild: { guildId } }: World, n: number): Promise<unknown> =>
  n % 2 === 0 ? side.admit(ann, guildId, bob) : accepted(side.commands.leaveGuild({ ...side.by(bob), guildId }));

const cameOrLeft = ({ side, bob, guild: { guildId }, code }: World, n: number) =>
  accepted<unknown, unknown>(
    n % 2 === 0
      ? side.commands.acceptInvite({ ...side.by(bob), code })
      : side.commands.leaveGuild({ ...side.by(bob), guildId }),
  );

const bannedOrNot = ({ side, ann, bob, guild: { guildId } }: World, n: number) => {
  const intent = { ...side.by(ann), guildId, userId: bob.userId };
  return accepted<unknown, unknown>(
    n % 2 === 0 ? side.commands.unbanMember(intent) : side.commands.banMember({ ...intent, reason: null }),
  );
};
const IN_TWO_WEEKS = instantOf(Date.UTC(2026, 11, 7));
const timedOut = ({ side, ann, bob, guild: { guildId } }: World, n: number) => {
  const until = n % 2 === 0 ? null : plusMillis(side.now(), 60_000 + n);
  return accepted(side.commands.timeOutMember({ ...side.by(ann), guildId, userId: bob.userId, until, reason: null }));
};
const roleHanded = ({ side, ann, bob, guild: { guildId }, role: { roleId } }: World, n: number) => {
  const intent = { ...side.by(ann), guildId, userId: bob.userId, roleId };
  return accepted(n % 2 === 0 ? side.commands.takeRole(intent) : side.commands.giveRole(intent));
};
const roleChanged = ({ side, ann, guild: { guildId }, role: { roleId } }: World, n: number) =>
  accepted(side.commands.changeRole({ ...side.by(ann), guildId, roleId, name: `name ${n}` }));
/** Every other time the guild goes back to Ann, or to Bob again. */
const handedOver = ({ side, ann, bob, guild: { guildId } }: World, n: number) => {
  const [from, to] = n % 2 === 0 ? [bob, ann] : [ann, bob];
  return accepted(side.commands.changeOwner({ ...side.by(from), guildId, userId: to.userId, password: PASSWORD }));
};
const lockedOrNot = ({ side, ann, guild: { guildId } }: World, n: number) => {
  const intent = { ...side.by(ann), guildId };
  return accepted<unknown, unknown>(
    n % 2 === 0
      ? side.commands.beginLockdown({ ...intent, until: null, newcomersHours: null, reason: null })
      : side.commands.endLockdown(intent),
  );
};

const RETRIED: Readonly<Record<string, Retried>> = {
  renameGuild: {
    actor: 'ann',
    change: ({ side, guild: { guildId } }, attempt) =>
      side.commands.renameGuild({ ...attempt, guildId, name: 'first' }),
    next: renamed,
    another: ({ side, guild: { guildId } }, attempt) => side.commands.deleteGuild({ ...attempt, guildId }),
  },
  deleteGuild: {
    actor: 'ann',
    change: ({ side, guild: { guildId } }, attempt) => side.commands.deleteGuild({ ...attempt, guildId }),
    another: ({ side, guild: { guildId } }, attempt) => side.commands.renameGuild({ ...attempt, guildId, name: 'new' }),
  },
  leaveGuild: {
    actor: 'bob',
    change: ({ side, guild: { guildId } }, attempt) => side.commands.leaveGuild({ ...attempt, guildId }),
    next: cameOrLeft,
    another: ({ side, guild: { guildId } }, attempt) =>
      side.commands.kickMember({ ...attempt, guildId, userId: attempt.actor, reason: null }),
  },
  kickMember: {
    actor: 'ann',
    change: ({ side, guild: { guildId }, bob: { userId } }, attempt) =>
      side.commands.kickMember({ ...attempt, guildId, userId, reason: null }),
    next: cameOrLeftAfterKick,
  },
  banMember: {
    actor: 'ann',
    change: ({ side, guild: { guildId }, bob: { userId } }, attempt) =>
      side.commands.banMember({ ...attempt, guildId, userId, reason: null }),
    next: (world, n) => bannedOrNot(world, n),
    another: ({ side, guild: { guildId }, bob: { userId } }, attempt) =>
      side.commands.kickMember({ ...attempt, guildId, userId, reason: null }),
  },
  unbanMember: {
    actor: 'ann',
    before: (world) => bannedOrNot(world, 1),
    change: ({ side, guild: { guildId }, bob: { userId } }, attempt) =>
      side.commands.unbanMember({ ...attempt, guildId, userId }),
    next: (world, n) => bannedOrNot(world, n + 1),
    another: ({ side, guild: { guildId }, bob: { userId } }, attempt) =>
      side.commands.banMember({ ...attempt, guildId, userId, reason: null }),
  },
  timeOutMember: {
    actor: 'ann',
    change: ({ side, guild: { guildId }, bob: { userId } }, attempt) =>
      side.commands.timeOutMember({ ...attempt, guildId, userId, until: IN_TWO_WEEKS, reason: 'calm down' }),
    next: timedOut,
    another: ({ side, guild: { guildId }, bob: { userId } }, attempt) =>
      side.commands.timeOutMember({ ...attempt, guildId, userId, until: null, reason: null }),
  },
  changeNickname: {
    actor: 'bob',
    change: ({ side, guild: { guildId } }, attempt) =>
      side.commands.changeNickname({ ...attempt, guildId, userId: attempt.actor, nickname: 'first' }),
    next: ({ side, bob, guild: { guildId } }, n) =>
      accepted(
        side.commands.changeNickname({ ...side.by(bob), guildId, userId: bob.userId, nickname: n % 2 ? 'next' : null }),
      ),
    another: ({ side, guild: { guildId } }, attempt) =>
      side.commands.changeNickname({ ...attempt, guildId, userId: attempt.actor, nickname: 'another' }),
  },
  giveRole: {
    actor: 'ann',
    change: ({ side, guild: { guildId }, bob: { userId }, role: { roleId } }, attempt) =>
      side.commands.giveRole({ ...attempt, guildId, userId, roleId }),
    next: (world, n) => roleHanded(world, n),
    another: ({ side, guild: { guildId }, bob: { userId }, role: { roleId } }, attempt) =>
      side.commands.takeRole({ ...attempt, guildId, userId, roleId }),
  },
  takeRole: {
    actor: 'ann',
    before: (world) => roleHanded(world, 1),
    change: ({ side, guild: { guildId }, bob: { userId }, role: { roleId } }, attempt) =>
      side.commands.takeRole({ ...attempt, guildId, userId, roleId }),
    next: (world, n) => roleHanded(world, n + 1),
    another: ({ side, guild: { guildId }, bob: { userId }, role: { roleId } }, attempt) =>
      side.commands.giveRole({ ...attempt, guildId, userId, roleId }),
  },
  createRole: {
    actor: 'ann',
    change: ({ side, guild: { guildId } }, attempt) =>
      side.commands.createRole({ ...attempt, guildId, name: 'first', permissions: ['speak', 'view_channel'] }),
    next: roleChanged,
    another: ({ side, guild: { guildId } }, attempt) =>
      side.commands.createRole({ ...attempt, guildId, name: 'another' }),
  },
  changeRole: {
    actor: 'ann',
    change: ({ side, guild: { guildId }, role: { roleId } }, attempt) =>
      side.commands.changeRole({ ...attempt, guildId, roleId, name: 'first', permissions: ['speak', 'view_channel'] }),
    next: roleChanged,
    another: ({ side, guild: { guildId }, role: { roleId } }, attempt) =>
      side.commands.changeRole({ ...attempt, guildId, roleId, name: 'another' }),
  },
  deleteRole: {
    actor: 'ann',
    change: ({ side, guild: { guildId }, role: { roleId } }, attempt) =>
      side.commands.deleteRole({ ...attempt, guildId, roleId }),
    next: renamed,
    another: ({ side, guild: { guildId }, role: { roleId } }, attempt) =>
      side.commands.changeRole({ ...attempt, guildId, roleId, name: 'another' }),
  },
  orderRoles: {
    actor: 'ann',
    change: ({ side, guild: { guildId }, role, otherRole }, attempt) =>
      side.commands.orderRoles({ ...attempt, guildId, order: [role.roleId, otherRole.roleId] }),
    next: ({ side, ann, guild: { guildId }, role, otherRole }, n) => {
      const order = n % 2 === 0 ? [role.roleId, otherRole.roleId] : [otherRole.roleId, role.roleId];
      return accepted(side.commands.orderRoles({ ...side.by(ann), guildId, order }));
    },
    another: ({ side, guild: { guildId }, role }, attempt) =>
      side.commands.deleteRole({ ...attempt, guildId, roleId: role.roleId }),
  },
  changeOwner: {
    actor: 'ann',
    change: ({ side, guild: { guildId }, bob: { userId } }, attempt) =>
      side.commands.changeOwner({ ...attempt, guildId, userId, password: PASSWORD }),
    next: (world, n) => handedOver(world, n),
    another: ({ side, guild: { guildId } }, attempt) =>
      side.commands.renameGuild({ ...attempt, guildId, name: 'another' }),
  },
  beginLockdown: {
    actor: 'ann',
    change: ({ side, guild: { guildId } }, attempt) =>
      side.commands.beginLockdown({ ...attempt, guildId, until: null, newcomersHours: 24, reason: 'a raid' }),
    next: lockedOrNot,
    another: ({ side, guild: { guildId } }, attempt) => side.commands.endLockdown({ ...attempt, guildId }),
  },
  endLockdown: {
    actor: 'ann',
    before: (world) => lockedOrNot(world, 0),
    change: ({ side, guild: { guildId } }, attempt) => side.commands.endLockdown({ ...attempt, guildId }),
    next: (world, n) => lockedOrNot(world, n),
    another: ({ side, guild: { guildId } }, attempt) =>
      side.commands.renameGuild({ ...attempt, guildId, name: 'another' }),
  },
  changeChannel: {
    actor: 'ann',
    change: ({ side, channel: { channelId } }, attempt) =>
      side.commands.changeChannel({ ...attempt, channelId, name: 'first' }),
    next: channelRenamed,
    another: ({ side, channel: { channelId } }, attempt) => side.commands.deleteChannel({ ...attempt, channelId }),
  },
  'changeChannel of several facts': {
    actor: 'ann',
    change: ({ side, channel: { channelId } }, attempt) =>
      side.commands.changeChannel({ ...attempt, channelId, name: 'first', topic: 'a topic', slowModeSecs: 5 }),
    next: channelRenamed,
    another: ({ side, channel: { channelId } }, attempt) =>
      side.commands.changeChannel({ ...attempt, channelId, name: 'first', topic: 'another', slowModeSecs: 5 }),
  },
  orderChannels: {
    actor: 'ann',
    change: ({ side, guild: { guildId }, channel: { channelId }, category }, attempt) =>
      side.commands.orderChannels({
        ...attempt,
        guildId,
        order: [placed(category), { channelId, parentId: category.channelId }],
      }),
    next: channelsOrdered,
    another: ({ side, guild: { guildId }, channel: { channelId }, category }, attempt) =>
      side.commands.orderChannels({
        ...attempt,
        guildId,
        order: [{ channelId, parentId: category.channelId }, placed(category)],
      }),
  },
  setOverwrite: {
    actor: 'ann',
    change: (world, attempt) =>
      world.side.commands.setOverwrite({ ...attempt, ...silenced(world), allow: [], deny: ['add_reactions'] }),
    next: overwritten,
    another: (world, attempt) => world.side.commands.removeOverwrite({ ...attempt, ...silenced(world) }),
  },
  syncChannel: {
    actor: 'ann',
    change: ({ side, followed: { channelId } }, attempt) => side.commands.syncChannel({ ...attempt, channelId }),
    next: overwritten,
  },
  revokeInvite: {
    actor: 'ann',
    change: ({ side, guild: { guildId }, invite }, attempt) =>
      side.commands.revokeInvite({ ...attempt, guildId, ...invite }),
  },
  deleteChannel: {
    actor: 'ann',
    change: ({ side, channel: { channelId } }, attempt) => side.commands.deleteChannel({ ...attempt, channelId }),
    another: ({ side, channel: { channelId } }, attempt) =>
      side.commands.changeChannel({ ...attempt, channelId, name: 'new' }),
  },
  sendMessage: {
    actor: 'bob',
    change: ({ side, channel: { channelId } }, attempt) =>
      side.commands.sendMessage({ ...attempt, channelId, content: 'first', replyTo: null }),
    another: ({ side, channel: { channelId } }, attempt) =>
      side.commands.sendMessage({ ...attempt, channelId, content: 'another', replyTo: null }),
  },
  editMessage: {
    actor: 'bob',
    change: ({ side, message }, attempt) =>
      side.commands.editMessage({ ...attempt, ...at(message), content: 'first', ifRevision: undefined }),
    next: edited,
    another: ({ side, message }, attempt) =>
      side.commands.editMessage({ ...attempt, ...at(message), content: 'another', ifRevision: undefined }),
  },
  deleteMessage: {
    actor: 'bob',
    change: ({ side, message }, attempt) => side.commands.deleteMessage({ ...attempt, ...at(message) }),
    another: ({ side, message }, attempt) => side.commands.addReaction({ ...attempt, ...at(message), emoji: '👍' }),
  },
  addReaction: {
    actor: 'bob',
    change: ({ side, message }, attempt) => side.commands.addReaction({ ...attempt, ...at(message), emoji: '👍' }),
    next: (world, n) => reactedBy(world, world.bob, '👍', n),
    another: ({ side, message }, attempt) => side.commands.addReaction({ ...attempt, ...at(message), emoji: '🎉' }),
  },
  removeReaction: {
    actor: 'ann',
    change: ({ side, message }, attempt) => side.commands.removeReaction({ ...attempt, ...at(message), emoji: '🎉' }),
    next: (world, n) => reactedBy(world, world.ann, '🎉', n + 1),
    another: ({ side, message }, attempt) => side.commands.addReaction({ ...attempt, ...at(message), emoji: '🎉' }),
  },
  acceptInvite: {
    actor: 'bob',
    before: (world) => cameOrLeft(world, 1),
    change: ({ side, code }, attempt) => side.commands.acceptInvite({ ...attempt, code }),
    next: (world, n) => cameOrLeft(world, n + 1),
  },
};

/** Acts that take a reason. Ann does each of them. */
const REASONED: Readonly<Record<string, (world: World, attempt: Attempt, reason: string | null) => CommandTask>> = {
  deleteGuild: ({ side, guild: { guildId } }, attempt, reason) =>
    side.commands.deleteGuild({ ...attempt, guildId, reason }),
  kickMember: ({ side, guild: { guildId }, bob: { userId } }, attempt, reason) =>
    side.commands.kickMember({ ...attempt, guildId, userId, reason }),
  banMember: ({ side, guild: { guildId }, bob: { userId } }, attempt, reason) =>
    side.commands.banMember({ ...attempt, guildId, userId, reason }),
  timeOutMember: ({ side, guild: { guildId }, bob: { userId } }, attempt, reason) =>
    side.commands.timeOutMember({ ...attempt, guildId, userId, until: IN_TWO_WEEKS, reason }),
  beginLockdown: ({ side, guild: { guildId } }, attempt, reason) =>
    side.commands.beginLockdown({ ...attempt, guildId, until: null, newcomersHours: null, reason }),
  deleteRole: ({ side, guild: { guildId }, role: { roleId } }, attempt, reason) =>
    side.commands.deleteRole({ ...attempt, guildId, roleId, reason }),
  revokeInvite: ({ side, guild: { guildId }, invite }, attempt, reason) =>
    side.commands.revokeInvite({ ...attempt, guildId, ...invite, reason }),
  deleteChannel: ({ side, channel: { channelId } }, attempt, reason) =>
    side.commands.deleteChannel({ ...attempt, channelId, reason }),
  deleteMessage: ({ side, message }, attempt, reason) =>
    side.commands.deleteMessage({ ...attempt, ...at(message), reason }),
  deleteMessages: ({ side, channel: { channelId }, message: { messageId } }, attempt, reason) =>
    side.commands.deleteMessages({ ...attempt, channelId, messageIds: [messageId], reason }),
};

/** An attempt whose key was made `ms` after now, by a clock that is ahead, or before now. */
const keyed = ({ side }: World, person: Person, ms: number): Attempt => {
  const time = encodeTime(millisOf(side.now()) + ms, 10);
  return { ...side.by(person), commandId: `${time}${side.freshCommandId().slice(10)}` as CommandId };
};

/** Makes the write side anew, as after a restart. It remembers only the log. */
const restarted = (world: World): World => ({ ...world, side: world.side.restarted() });

const aDay = fc.integer({ min: -IDEMPOTENCY_WINDOW_MS, max: IDEMPOTENCY_WINDOW_MS });
const history = fc.record({
  /** Time of the key, against that of the server. */
  clock: fc.oneof(fc.constant(0), aDay),
  events: fc.oneof(fc.constantFrom(0, 1, 32, 33, 64, 65), fc.nat(200)),
  /** When the retry comes: a part of the time for which the key is still accepted. */
  late: fc.double({ min: 0, max: 1, noNaN: true }),
  isRestarted: fc.boolean(),
});

describe('the retry of a change', () => {
  for (const [name, { actor, before: prepare, change, next, another }] of Object.entries(RETRIED)) {
    it(`changes nothing a second time, after any later events: ${name}`, () =>
      fc.assert(
        fc.asyncProperty(history, async ({ clock, events, late, isRestarted }) => {
          const world = await newWorld();
          await prepare?.(world);
          const attempt = keyed(world, world[actor], clock);
          await accepted(change(world, attempt));
          const wait = late * (clock + IDEMPOTENCY_WINDOW_MS);
          const count = next === undefined ? 0 : events;
          for (let n = 0; n < count; n += 1) {
            await next?.(world, n);
            world.side.passTime(Math.floor(wait / (count + 1)));
          }
          const now = isRestarted ? restarted(world) : world;
          const before = world.side.store.all().length;
          await accepted(change(now, attempt));
          expect(world.side.store.all().length).to.equal(before);
          if (another !== undefined)
            expect(await refusal(another(now, attempt))).to.deep.equal({ kind: 'AttemptReused' });
          expect(world.side.store.all().length).to.equal(before);
        }),
        { numRuns: 25 },
      ));
  }

  for (const [name, act] of Object.entries(REASONED)) {
    it(`is no retry with another reason, and keeps the first one: ${name}`, async () => {
      for (const [first, other] of [
        ['spam', 'scam'],
        ['spam', null],
        [null, 'spam'],
      ] as const) {
        const world = await newWorld();
        const attempt = world.side.by(world.ann);
        await accepted(act(world, attempt, first));
        const before = world.side.store.all().length;
        expect(await refusal(act(world, attempt, other))).to.deep.equal({ kind: 'AttemptReused' });
        await accepted(act(world, attempt, first));
        expect(world.side.store.all().length).to.equal(before);
      }
    });
  }

  it('of a deletion by the author fits any reason, because none is kept', async () => {
    const world = await newWorld();
    const { side, bob, message } = world;
    const attempt = { ...side.by(bob), ...at(message) };
    await accepted(side.commands.deleteMessage({ ...attempt, reason: 'a typo' }));
    const before = side.store.all().length;
    await accepted(side.commands.deleteMessage(attempt));
    expect(side.store.all().length).to.equal(before);
  });

  it('is refused after more events than are searched, and changes nothing', async () => {
    const world = await newWorld();
    const { side, ann, bob, message } = world;
    const edit = { ...side.by(bob), ...at(message), content: 'first', ifRevision: undefined };
    await accepted(side.commands.editMessage(edit));
    for (let n = 0; n < ATTEMPT_SEARCH_EVENTS_MAX; n += 1) await reactedBy(world, ann, '🎉', n);
    await edited(world, 1);
    const before = side.store.all().length;
    expect(await refusal(side.commands.editMessage(edit))).to.deep.equal({ kind: 'AttemptReused' });
    expect(side.store.all().length).to.equal(before);
    await edited(world, 2);
  });

  it('is not refused because of events from before its key could be accepted', async () => {
    const world = await newWorld();
    const { side, ann, bob, message } = world;
    for (let n = 0; n < ATTEMPT_SEARCH_EVENTS_MAX; n += 1) await reactedBy(world, ann, '🎉', n);
    side.passTime(2 * IDEMPOTENCY_WINDOW_MS);
    const older = keyed(world, bob, -1);
    await edited(world, 1);
    const edit = { ...older, ...at(message), content: 'made first, sent last', ifRevision: undefined };
    expect((await accepted(side.commands.editMessage(edit))).content).to.equal('made first, sent last');
  });

  it('is answered after more events than are searched, if its key is the newest of its actor', async () => {
    const world = await newWorld();
    const { side, ann, bob, message } = world;
    for (let n = 0; n < ATTEMPT_SEARCH_EVENTS_MAX; n += 1) await reactedBy(world, ann, '🎉', n);
    const edit = { ...side.by(bob), ...at(message), content: 'first', ifRevision: undefined };
    await accepted(side.commands.editMessage(edit));
    await accepted(side.restarted().commands.editMessage(edit));
  });
});
