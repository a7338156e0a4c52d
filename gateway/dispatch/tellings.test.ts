import { expect } from 'chai';
import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import { type DomainEvent, type EventName, eventNames } from '#domain/event-catalog.ts';
import { ERASED } from '#domain/kernel/erasable.ts';
import type { RecordedEvent } from '#domain/kernel/event.ts';
import { type Home, inGuild } from '#domain/kernel/home.ts';
import type { ConversationId, EventId, RoleId } from '#domain/kernel/ids.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import { audienceChange } from '#gateway/dispatch/audience-change.ts';
import type { OutgoingDispatch } from '#gateway/dispatch/outgoing.ts';
import { memberIn, outgoing, personIn, tellings } from '#gateway/dispatch/tellings.ts';
import { decodeServerFrame, encodeServerFrame } from '#gateway/protocol/envelope.ts';
import {
  channelId,
  channelMade,
  deleted,
  edited,
  guildId,
  guildMade,
  joined,
  kicked,
  listed,
  messageId,
  reacted,
  sent,
  sessionId,
  sessionRevoked,
  streamOf,
  unreacted,
  userId,
} from '#infra/workshop/scenarios/staged-events.ts';
import type { MemberView } from '#queries/queries.ts';

const recorded = (event: DomainEvent): RecordedEvent<DomainEvent> => ({
  eventId: '00000000-0000-7000-8000-000000000000' as EventId,
  event,
  metadata: { actor: 'user:1', correlation: 'a test', causation: 'a test', time: instantOf(0) },
  position: 1n,
  stream: streamOf(event),
  revision: 3,
});
const person = { user_id: userId(1), username: 'ada', imported: false };
const member: MemberView = {
  ...{ userId: userId(1), username: 'ada', imported: false, joinedAt: instantOf(0), owner: false },
  ...{ roleIds: [], nickname: null, timedOutUntil: null },
};
const told = (event: DomainEvent): ReadonlyArray<OutgoingDispatch> => outgoing(recorded(event), person, member);
const short = ({ to, dispatch }: OutgoingDispatch): string => `${to.kind} ${dispatch.t}`;

const home = inGuild(guildId(1));
const roleId = '0F000000000000000000000001' as RoleId;
const look = { name: 'crew', color: null, hoist: false, mentionable: false, permissions: [] };
const target = { kind: 'role', roleId } as const;
type Row = readonly [DomainEvent, ReadonlyArray<string>, string | undefined];
type ShortRow = readonly [
  name: EventName,
  facts: object,
  dispatches: ReadonlyArray<string>,
  change: string | undefined,
];
const rowsWith =
  (shared: object) =>
  (...rows: ReadonlyArray<ShortRow>): ReadonlyArray<Row> =>
    rows.map(([type, facts, dispatches, change]) => [
      { type, data: { ...shared, ...facts } } as DomainEvent,
      dispatches,
      change,
    ]);
const inGuildRows = rowsWith({ guildId: guildId(1) });
const inChannelRows = rowsWith({ channelId: channelId(1), home });
const restoredFacts = (n: number) => ({ ...sent(n).data, by: userId(1), restoredAt: instantOf(0) });

/** Rows: an event, its dispatches with their addresses, and its change of the audience. */
const table: ReadonlyArray<Row> = [
  [guildMade(1, 1), [], 'MemberCame'],
  [{ type: 'guild.renamed', data: { guildId: guildId(1), name: 'n' } }, ['guild guild_update'], 'GuildChanged'],
  [
    { type: 'guild.deleted', data: { guildId: guildId(1), reason: null } },
    ['departed access_lost', 'departed guild_delete'],
    'GuildGone',
  ],
  [listed(1), [], 'RightsChanged'],
  [{ type: 'guild.channel-unlisted', data: { guildId: guildId(1), channelId: channelId(1) } }, [], 'RightsChanged'],
  [joined(1), ['guild member_add'], 'MemberCame'],
  [
    { type: 'guild.member-left', data: { guildId: guildId(1), userId: userId(1) } },
    ['user access_lost', 'user guild_delete', 'guild member_remove'],
    'MemberGone',
  ],
  [kicked(1), ['user access_lost', 'user guild_delete', 'guild member_remove'], 'MemberGone'],
  [channelMade(1), [], 'RightsChanged'],
  [
    { type: 'channel.renamed', data: { channelId: channelId(1), home, name: 'n' } },
    ['viewers channel_update'],
    'GuildChanged',
  ],
  [
    { type: 'channel.deleted', data: { channelId: channelId(1), home, reason: 'a secret reason' } },
    ['departed access_lost', 'departed channel_delete'],
    'ChannelGone',
  ],
  [sent(1), ['channel message_create'], undefined],
  [edited(1, 'x'), ['channel message_update'], undefined],
  [deleted(1), ['channel message_delete'], undefined],
  [reacted(1, '👍', 1), ['channel message_reaction_add'], undefined],
  [unreacted(1, '👍', 1), ['channel message_reaction_remove'], undefined],
  [sessionRevoked(1, 1), [], 'SessionGone'],
  ...inGuildRows(
    ['guild.role-created', { roleId, ...look }, [], 'RightsChanged'],
    ['guild.role-changed', { roleId, ...look }, [], 'RightsChanged'],
    ['guild.role-deleted', { roleId, reason: 'a secret reason' }, [], 'RightsChanged'],
    ['guild.role-restored', { roleId }, [], 'RightsChanged'],
    ['guild.roles-ordered', { order: [roleId] }, [], 'RightsChanged'],
    ['guild.channels-ordered', { order: [channelId(1)] }, [], 'RightsChanged'],
    ['guild.owner-changed', { ownerId: userId(1), formerOwnerId: userId(2) }, ['guild guild_update'], 'RightsChanged'],
    [
      'guild.lockdown-begun',
      { until: null, newcomersSince: null, reason: null },
      ['guild guild_update'],
      'GuildChanged',
    ],
    ['guild.lockdown-ended', {}, ['guild guild_update'], 'GuildChanged'],
    [
      'guild.member-banned',
      { userId: userId(1), wasMember: true, reason: null },
      ['departed access_lost', 'departed guild_delete', 'guild member_remove'],
      'MemberGone',
    ],
    ['guild.member-banned', { userId: userId(1), wasMember: false, reason: null }, [], 'MemberGone'],
    ['guild.member-unbanned', { userId: userId(1) }, [], undefined],
    [
      'guild.member-reinstated',
      { userId: userId(1), roleIds: [], nickname: null, joinedAt: instantOf(0) },
      ['guild member_add'],
      'MemberCame',
    ],
    [
      'guild.member-timed-out',
      { userId: userId(1), until: instantOf(0), reason: null },
      ['guild member_update'],
      'RightsChanged',
    ],
    ['guild.member-time-out-ended', { userId: userId(1) }, ['guild member_update'], 'RightsChanged'],
    ['guild.member-role-given', { userId: userId(1), roleId }, ['guild member_update'], 'RightsChanged'],
    ['guild.member-role-taken', { userId: userId(1), roleId }, ['guild member_update'], 'RightsChanged'],
    ['guild.member-nickname-changed', { userId: userId(1), nickname: 'a' }, ['guild member_update'], undefined],
  ),
  ...inChannelRows(
    ['channel.topic-changed', { topic: 'a' }, ['viewers channel_update'], 'GuildChanged'],
    ['channel.slow-mode-changed', { secs: 5 }, ['viewers channel_update'], 'GuildChanged'],
    ['channel.tags-set', { tags: [] }, ['viewers channel_update'], 'GuildChanged'],
    ['channel.tag-requirement-set', { required: true }, ['viewers channel_update'], 'GuildChanged'],
    ['channel.moved', { parentId: null }, [], 'RightsChanged'],
    ['channel.overwrite-set', { target, allow: [], deny: [] }, [], 'RightsChanged'],
    ['channel.overwrite-removed', { target }, [], 'RightsChanged'],
    ['channel.overwrites-replaced', { overwrites: [] }, [], 'RightsChanged'],
    ['channel.synced', { categoryId: channelId(2) }, [], 'RightsChanged'],
    ['channel.restored', {}, [], 'RightsChanged'],
    ['channel.erased', {}, [], undefined],
    [
      'channel.message-pinned',
      { messageId: messageId(1), by: userId(1), pinnedAt: instantOf(0) },
      ['channel message_pin_update'],
      undefined,
    ],
    ['channel.message-unpinned', { messageId: messageId(1), by: userId(1) }, ['channel message_pin_update'], undefined],
  ),
  [{ type: 'message.restored', data: restoredFacts(1) } as DomainEvent, ['channel message_restore'], undefined],
];
const spoken = new Set<EventName>(table.map(([event]) => event.type));
/** Events about accounts, sessions and invites, of which clients are told nothing, and about threads, which are told later. */
const unspoken = eventNames.filter((name) => !spoken.has(name));

describe('the dispatch of an event', () => {
  for (const [event, dispatches, change] of table) {
    it(`${event.type}: ${dispatches.join(', ') || 'nothing'}`, () => {
      expect(told(event).map(short)).to.deep.equal(dispatches);
      expect(audienceChange(event)?.kind).to.equal(change);
    });
  }
  it('does not exist for any other event', () => {
    expect(Object.keys(tellings)).to.have.members([...eventNames]);
    for (const name of unspoken) {
      expect(name).to.match(/^(account|session|invite|channel.thread|channel.post)[.-]/);
      expect(tellings[name].kind).to.equal('plain');
    }
  });
  it('fits the published codecs', () => {
    for (const [event] of table) {
      for (const what of told(event)) {
        const decoded = decodeServerFrame(encodeServerFrame(what.dispatch));
        if (isLeft(decoded)) throw new Error(`${what.dispatch.t}: ${decoded.left.message}`);
        expect(decoded.right).to.deep.equal(what.dispatch);
      }
    }
  });
  it('has no text when the text was erased', () => {
    const event = sent(1);
    if (event.type !== 'message.sent') throw new Error('a message was to be sent');
    const erased: DomainEvent = { ...event, data: { ...event.data, content: ERASED } };
    const [what] = told(erased);
    expect(what).to.have.nested.property('dispatch.d.message.content', null);
  });
  it('holds the reason for a kick only in what goes to the kicked user', () => {
    const event = kicked(1);
    if (event.type !== 'guild.member-kicked') throw new Error('a member was to be kicked');
    const withReason: DomainEvent = { ...event, data: { ...event.data, reason: 'spamming' } };
    const [first, ...others] = told(withReason);
    expect(first?.to).to.deep.equal({ kind: 'user', userId: event.data.userId });
    expect(first?.dispatch).to.have.nested.property('d.reason', 'spamming');
    expect(JSON.stringify(others)).not.to.contain('spamming');
    const [erased] = told({ ...event, data: { ...event.data, reason: ERASED } });
    expect(erased?.dispatch).to.have.nested.property('d.reason', null);
  });
  it('names the user whose name it shows', () => {
    expect(personIn(recorded(sent(1, { authorId: userId(7) })))).to.equal(userId(7));
    expect(personIn(recorded(joined(8)))).to.equal(undefined);
    expect(memberIn(joined(8))).to.include({ guildId: guildId(1), userId: userId(8) });
    expect(personIn(recorded(edited(1, 'x')))).to.equal(undefined);
  });
  it('names the user who took a channel or a guild away, and no other actor', () => {
    const by = (actor: string) => {
      const event = recorded({ type: 'guild.deleted', data: { guildId: guildId(1), reason: null } });
      return personIn({ ...event, metadata: { ...event.metadata, actor } });
    };
    expect(by(`user:${userId(3)}`)).to.equal(userId(3));
    for (const actor of ['operator:cli', 'import:1', 'user:', 'user:x']) expect(by(actor), actor).to.equal(undefined);
  });
  it('fails without the name that it shows', () => {
    expect(() => outgoing(recorded(sent(1)), undefined)).to.throw('message.sent');
  });
  describe('in a conversation', () => {
    const conversation: Home = { kind: 'conversation', conversationId: '0G000000000000000000000001' as ConversationId };
    it('names no guild, and reaches only the subscribers of the channel', () => {
      for (const event of [sent(1), edited(1, 'x'), deleted(1), reacted(1, 'x', 1), unreacted(1, 'x', 1)]) {
        const moved = { ...event, data: { ...event.data, home: conversation } } as DomainEvent;
        const [what, ...more] = told(moved);
        if (what === undefined) throw new Error('a dispatch was to be told');
        expect(what.to, event.type).to.deep.equal({ kind: 'channel', channelId: channelId(1), guildId: null });
        expect(more).to.deep.equal([]);
        const frame = decodeServerFrame(encodeServerFrame(what.dispatch));
        expect(isRight(frame), event.type).to.equal(true);
        expect(JSON.stringify(what.dispatch)).to.include('"guild_id":null');
      }
    });
    it('does not exist for its channel, which no guild lists', () => {
      const data = { channelId: channelId(1), home: conversation };
      for (const event of [
        { type: 'channel.created', data: { ...data, parentId: null, name: 'x', kind: 'text' } },
        { type: 'channel.renamed', data: { ...data, name: 'y' } },
        { type: 'channel.deleted', data: { ...data, reason: null } },
      ] satisfies ReadonlyArray<DomainEvent>)
        expect(told(event), event.type).to.deep.equal([]);
    });
    it('ends the subscriptions of a channel that was deleted', () => {
      const ended: DomainEvent = {
        type: 'channel.deleted',
        data: { channelId: channelId(1), home: conversation, reason: null },
      };
      const change = { kind: 'ChannelGone', guildId: null, channelId: channelId(1) };
      expect(audienceChange(ended)).to.deep.equal(change);
    });
  });
  it('closes the session that was revoked', () => {
    expect(audienceChange(sessionRevoked(5, 1))).to.deep.equal({ kind: 'SessionGone', sessionId: sessionId(5) });
  });
});
