import { expect } from 'chai';
import fc from 'fast-check';
import type { ChannelEvent } from '#domain/channel/events.ts';
import { type ChannelState, channelAggregate } from '#domain/channel/state.ts';
import { channelUndo } from '#domain/channel/undo.ts';
import { eventNames } from '#domain/event-catalog.ts';
import type { GuildEvent, MemberEvent } from '#domain/guild/events.ts';
import { type MemberState, memberAggregate } from '#domain/guild/member-state.ts';
import { memberUndo } from '#domain/guild/member-undo.ts';
import { type GuildState, guildAggregate, type PresentGuild } from '#domain/guild/state.ts';
import { guildUndo } from '#domain/guild/undo.ts';
import type { Aggregate } from '#domain/kernel/decider.ts';
import type { EventMetadata, EventShape } from '#domain/kernel/event.ts';
import { inGuild } from '#domain/kernel/home.ts';
import type { ChannelId, EventId, RoleId, UserId } from '#domain/kernel/ids.ts';
import { instantOf, plusMillis } from '#domain/kernel/instant.ts';
import { planUndo, type UndoRules } from '#domain/kernel/undo.ts';
import { NO_FILES } from '#domain/message/attachments.ts';
import type { MessageEvent } from '#domain/message/events.ts';
import type { Mentions } from '#domain/message/mentions.ts';
import { type MessageState, messageAggregate } from '#domain/message/state.ts';
import { messageUndo } from '#domain/message/undo.ts';
import type { Authority } from '#domain/permission/authority.ts';
import { OWNER_RANK } from '#domain/permission/hierarchy.ts';
import { ALL_PERMISSIONS } from '#domain/permission/permission-set.ts';
import { everyoneRoleId } from '#domain/permission/role.ts';
import { undoable } from '#domain/undoable.ts';
import { channel, guild, message, user } from '#infra/workshop/testkit/community-events.ts';

const at = instantOf(Date.UTC(2026, 10, 30));
const soon = plusMillis(at, 60_000);
const guildId = guild(1);
const [ANN, BOB] = [user(1), user(2)];
const owner: Authority = { actor: ANN, permissions: ALL_PERMISSIONS, rank: OWNER_RANK };
const role = (n: number): RoleId => `0R${n.toString().padStart(24, '0')}` as RoleId;

/** An act: the facets that it touches, and the events of it in a state. */
type Act<S, E> = {
  readonly says: string;
  readonly touches: ReadonlyArray<string>;
  readonly events: (state: S) => ReadonlyArray<E>;
};

/** A kind of stream: its history, the acts on it, and the part of its state that must come back. */
type Kind<S, E extends EventShape> = {
  readonly aggregate: Aggregate<S, E>;
  readonly base: ReadonlyArray<E>;
  readonly acts: ReadonlyArray<Act<S, E>>;
  readonly rules: (state: S) => UndoRules<S, E>;
  readonly kept: (state: S) => unknown;
};

type Written<E> = {
  readonly event: E;
  readonly eventId: EventId;
  readonly revision: number;
  readonly metadata: EventMetadata;
};

/** A stream that is written act by act. */
const streamOf = <S, E extends EventShape>({ aggregate, base, rules }: Kind<S, E>) => {
  const all: Array<Written<E>> = [];
  const state = () =>
    aggregate.fold(
      aggregate.initial,
      all.map(({ event }) => event),
    );
  const write = (events: ReadonlyArray<E>, undoes?: EventId): ReadonlyArray<Written<E>> => {
    const written = events.map((event, n): Written<E> => {
      const revision = all.length + n;
      const metadata = { actor: `user:${ANN}`, correlation: 'a request', causation: `act ${all.length}`, time: at };
      const eventId = `event ${revision}` as EventId;
      return { event, eventId, revision, metadata: undoes === undefined ? metadata : { ...metadata, undoes } };
    });
    all.push(...written);
    return written;
  };
  write(base);
  const plan = (act: ReadonlyArray<Written<E>>) => planUndo(aggregate, rules(state()), all, act, false);
  return {
    state,
    write,
    plan,
    act: ({ events }: Act<S, E>) => write(events(state())),
    undo: (act: ReadonlyArray<Written<E>>) => {
      const { events, cannot } = plan(act);
      expect(cannot).to.deep.equal([]);
      return write(events, act.at(-1)?.eventId);
    },
  };
};

const present = (state: GuildState): PresentGuild => {
  if (state.kind !== 'Present') throw new Error('the guild is there');
  return state;
};
const orderOf = (state: GuildState): ReadonlyArray<RoleId> =>
  [...present(state).roles.values()]
    .filter(({ roleId }) => roleId !== everyoneRoleId(guildId))
    .sort((a, b) => a.rank - b.rank)
    .map(({ roleId }) => roleId);
const look = { color: null, hoist: false, mentionable: false, permissions: [] };
const made = (n: number): GuildEvent => ({
  type: 'guild.role-created',
  data: { guildId, roleId: role(n), name: `role ${n}`, ...look },
});
const ordered = (order: ReadonlyArray<RoleId>): GuildEvent => ({
  type: 'guild.roles-ordered',
  data: { guildId, order },
});

const guilds: Kind<GuildState, GuildEvent> = {
  aggregate: guildAggregate,
  base: [
    { type: 'guild.created', data: { guildId, name: 'a guild', ownerId: ANN, everyone: ['view_channel'] } },
    ...[1, 2, 3, 4].map(made),
    ordered([1, 2, 3, 4].map(role)),
    { type: 'guild.channels-ordered', data: { guildId, order: [channel(1), channel(2)] } },
  ],
  acts: [
    {
      says: 'a new name',
      touches: ['name'],
      events: () => [{ type: 'guild.renamed', data: { guildId, name: 'another' } }],
    },
    { says: 'a new role', touches: ['role 9'], events: (state) => [made(9), ordered([role(9), ...orderOf(state)])] },
    {
      says: 'a changed role',
      touches: ['role 1'],
      events: () => [
        { type: 'guild.role-changed', data: { guildId, roleId: role(1), name: 'new', ...look, hoist: true } },
      ],
    },
    {
      says: 'a changed everyone-role',
      touches: ['everyone'],
      events: () => [
        { type: 'guild.role-changed', data: { guildId, roleId: everyoneRoleId(guildId), name: 'everyone', ...look } },
      ],
    },
    {
      says: 'a deleted role',
      // Its place among others is known only while they keep their order.
      touches: ['role 2', 'order'],
      events: () => [{ type: 'guild.role-deleted', data: { guildId, roleId: role(2), reason: 'nobody needs it' } }],
    },
    {
      says: 'a deleted role, with the order of the others',
      touches: ['role 3', 'order'],
      events: (state) => [
        { type: 'guild.role-deleted', data: { guildId, roleId: role(3), reason: null } },
        ordered(orderOf(state).filter((id) => id !== role(3))),
      ],
    },
    { says: 'another order of roles', touches: ['order'], events: (state) => [ordered(orderOf(state).toReversed())] },
    {
      says: 'another order of channels',
      touches: ['channels'],
      events: () => [{ type: 'guild.channels-ordered', data: { guildId, order: [channel(2), channel(1)] } }],
    },
    {
      says: 'a lockdown',
      touches: ['lockdown'],
      events: () => [
        { type: 'guild.lockdown-begun', data: { guildId, until: soon, newcomersSince: at, reason: 'a raid' } },
      ],
    },
  ],
  rules: () => guildUndo(guildId, { authority: owner, at }),
  kept: (state) => {
    const { roles, deletedRoles: _, ...rest } = present(state);
    const known = [...roles.values()]
      .map(({ rank: __, ...facts }) => facts)
      .sort((a, b) => (a.roleId < b.roleId ? -1 : 1));
    return { ...rest, roles: known, order: orderOf(state) };
  },
};

const member = { guildId, userId: BOB };
const theGuild = present(guildAggregate.fold(guildAggregate.initial, guilds.base));
const members: Kind<MemberState, MemberEvent> = {
  aggregate: memberAggregate,
  base: [
    {
      type: 'guild.member-joined',
      data: { ...member, via: { kind: 'invite', inviteId: role(1) as never }, joinedAt: at },
    },
    { type: 'guild.member-role-given', data: { ...member, roleId: role(1) } },
    { type: 'guild.member-nickname-changed', data: { ...member, nickname: 'bobby' } },
  ],
  acts: [
    {
      says: 'a kick',
      touches: ['roles', 'nickname', 'membership'],
      events: () => [{ type: 'guild.member-kicked', data: { ...member, by: ANN, reason: 'spam' } }],
    },
    {
      says: 'a ban',
      touches: ['roles', 'nickname', 'membership'],
      events: () => [{ type: 'guild.member-banned', data: { ...member, wasMember: true, reason: 'rude' } }],
    },
    {
      says: 'a time-out',
      touches: ['time-out'],
      events: () => [{ type: 'guild.member-timed-out', data: { ...member, until: soon, reason: 'calm down' } }],
    },
    {
      says: 'a given role',
      touches: ['roles'],
      events: () => [{ type: 'guild.member-role-given', data: { ...member, roleId: role(2) } }],
    },
    {
      says: 'a taken role',
      touches: ['roles'],
      events: () => [{ type: 'guild.member-role-taken', data: { ...member, roleId: role(1) } }],
    },
    {
      says: 'a nickname',
      touches: ['nickname'],
      events: () => [{ type: 'guild.member-nickname-changed', data: { ...member, nickname: null } }],
    },
  ],
  rules: () => memberUndo({ authority: owner, guild: theGuild, userId: BOB, at, isOwnAct: true, joinedAt: at }),
  kept: (state) => state,
};

const placed = { channelId: channel(1), home: inGuild(guildId) };
const target = { kind: 'role', roleId: role(1) } as const;
const overwriteSet: ChannelEvent = {
  type: 'channel.overwrite-set',
  data: { ...placed, target, allow: ['send_messages'], deny: ['add_reactions'] },
};
const own = { ...placed, overwrites: [] };
const pin = { ...placed, messageId: message(1), by: BOB };
const channels: Kind<ChannelState, ChannelEvent> = {
  aggregate: channelAggregate,
  base: [
    { type: 'channel.created', data: { ...placed, parentId: channel(8), name: 'talk', kind: 'text' } },
    { type: 'channel.synced', data: { ...placed, categoryId: channel(8) } },
  ],
  acts: [
    {
      says: 'a new name',
      touches: ['name'],
      events: () => [{ type: 'channel.renamed', data: { ...placed, name: 'new' } }],
    },
    {
      says: 'a topic',
      touches: ['topic'],
      events: () => [{ type: 'channel.topic-changed', data: { ...placed, topic: 'cats' } }],
    },
    {
      says: 'a slow mode',
      touches: ['slow mode'],
      events: () => [{ type: 'channel.slow-mode-changed', data: { ...placed, secs: 30 } }],
    },
    {
      says: 'a move',
      touches: ['parent', 'overwrites'],
      events: () => [
        { type: 'channel.overwrites-replaced', data: own },
        { type: 'channel.moved', data: { ...placed, parentId: null } },
      ],
    },
    {
      says: 'an overwrite',
      touches: ['overwrites'],
      events: () => [{ type: 'channel.overwrites-replaced', data: own }, overwriteSet],
    },
    {
      says: 'a removed overwrite',
      touches: ['overwrites'],
      events: () => [
        { type: 'channel.overwrites-replaced', data: own },
        overwriteSet,
        { type: 'channel.overwrite-removed', data: { ...placed, target } },
      ],
    },
    {
      says: 'a pin',
      touches: ['pin'],
      events: () => [{ type: 'channel.message-pinned', data: { ...pin, pinnedAt: at } }],
    },
    {
      says: 'a lost pin',
      touches: ['pin'],
      events: () => [
        { type: 'channel.message-pinned', data: { ...pin, pinnedAt: at } },
        { type: 'channel.message-unpinned', data: pin },
      ],
    },
    {
      says: 'a sync',
      touches: ['overwrites'],
      events: () => [{ type: 'channel.synced', data: { ...placed, categoryId: channel(9) } }],
    },
    {
      says: 'a deletion',
      touches: ['name', 'topic', 'slow mode', 'parent', 'overwrites', 'pin'],
      events: () => [{ type: 'channel.deleted', data: { ...placed, reason: 'nobody talks here' } }],
    },
  ],
  rules: () =>
    channelUndo({
      channelId: channel(1) as ChannelId,
      authority: owner,
      at,
      actedAt: at,
      undoMs: 1,
      hasPlace: true,
      effective: ({ overwrites }) => overwrites,
      rankOfRole: () => 1,
      rankOfMember: (_: UserId) => 0,
      isCategory: () => true,
    }),
  kept: (state) => state,
};

const said = { messageId: message(1), ...placed };
const mentions: Mentions = { users: [ANN], roles: [], everyone: false, here: true };
const reply = { replyTo: message(7), mentionReplied: true, forward: null, mentions: { ...mentions, everyone: true } };
const messages: Kind<MessageState, MessageEvent> = {
  aggregate: messageAggregate,
  base: [
    {
      type: 'message.sent',
      data: { ...said, authorId: BOB, kind: 'action', content: 'hello', sentAt: at, ...reply, ...NO_FILES },
    },
    { type: 'message.edited', data: { ...said, content: 'better', editedAt: soon, mentions } },
    { type: 'message.reaction-added', data: { ...said, emoji: '👍', userId: ANN } },
  ],
  acts: [
    {
      says: 'a deletion',
      touches: ['presence'],
      events: () => [
        { type: 'message.deleted', data: { ...said, by: ANN, deletedAt: at, authorId: BOB, reason: 'spam' } },
      ],
    },
  ],
  rules: () => messageUndo({ authority: owner, at, undoMs: 1 }),
  kept: (state) => {
    const {
      revision: _,
      contentRevision: __,
      deletedAt: ___,
      ...kept
    } = { contentRevision: 0, deletedAt: '', revision: 0, ...state };
    return kept;
  },
};

const laws = <S, E extends EventShape>(kind: Kind<S, E>): void => {
  for (const act of kind.acts) {
    const others = kind.acts.filter(({ touches }) => !touches.some((facet) => act.touches.includes(facet)));
    it(`puts the state back as it was before ${act.says}, whatever happened to other facets in between`, () => {
      fc.assert(
        fc.property(fc.subarray([...others]), fc.subarray([...others]), (earlier, later) => {
          const without = streamOf(kind);
          const stream = streamOf(kind);
          const between = later.filter(
            (one) =>
              !earlier.includes(one) &&
              earlier
                .concat(later)
                .every((two) => two === one || !two.touches.some((facet) => one.touches.includes(facet))),
          );
          const sooner = earlier.filter((one) =>
            earlier.every((two) => two === one || !two.touches.some((facet) => one.touches.includes(facet))),
          );
          for (const one of sooner) for (const each of [stream, without]) each.act(one);
          const done = stream.act(act);
          const after = kind.kept(stream.state());
          for (const one of between) for (const each of [stream, without]) each.act(one);
          const acted = kind.kept(stream.state());
          const undone = stream.undo(done);
          expect(kind.kept(stream.state()), 'undone').to.deep.equal(kind.kept(without.state()));
          expect(stream.plan(done), 'undone twice').to.deep.include({ events: [], cannot: [] });
          if (between.length === 0) expect(after).to.deep.equal(acted);
          const again = stream.undo(undone);
          expect(kind.kept(stream.state()), 'done again').to.deep.equal(acted);
          stream.undo(again);
          expect(kind.kept(stream.state()), 'undone again').to.deep.equal(kind.kept(without.state()));
        }),
        { numRuns: 60 },
      );
    });
  }
};

describe('an undo of every act', () => {
  describe('on a guild', () => laws(guilds));
  describe('on a member', () => laws(members));
  describe('on a channel', () => laws(channels));
  describe('on a message', () => laws(messages));

  it('says of every event what the rules of its stream say', () => {
    const data = { ...member, ...said, roleId: role(1) };
    const rules: Readonly<Record<string, (facts: never) => unknown>> = {
      ...guilds.rules(guildAggregate.initial),
      ...members.rules(memberAggregate.initial),
      ...channels.rules(channelAggregate.initial),
      ...messages.rules(messageAggregate.initial),
    };
    for (const name of eventNames) {
      const rule = rules[name]?.(data as never);
      const isUndoable = typeof rule === 'object' && rule !== null && 'key' in rule;
      expect(undoable[name] === true, name).to.equal(isUndoable);
      if (typeof rule === 'object' && rule !== null && 'notUndoable' in rule)
        expect(rule.notUndoable).to.equal(undoable[name]);
    }
  });
});
