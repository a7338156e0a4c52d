import { expect } from 'chai';
import { type Either, isLeft } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { sql } from 'slonik';
import type { EventName } from '#domain/event-catalog.ts';
import { ERASED } from '#domain/kernel/erasable.ts';
import type { ChannelId, UserId } from '#domain/kernel/ids.ts';
import { type Instant, instantOf } from '#domain/kernel/instant.ts';
import { undoable } from '#domain/undoable.ts';
import {
  channel,
  channelCreated,
  channelDeleted,
  deleted,
  guild,
  guildCreated,
  joined,
  listed,
  message,
  registered,
  sent,
  session,
  user,
} from '#infra/workshop/testkit/community-events.ts';
import * as ruled from '#infra/workshop/testkit/governance-events.ts';
import { type ReadSide, readSide } from '#infra/workshop/testkit/read-side.ts';
import { tableModels } from '#projections/registry.ts';
import type { RightsChange, WhatIfView } from '#queries/governance-views.ts';

const { role, invite } = ruled;
const G = guild(1);
const OWNER = user(1);
const MODERATOR = user(2);
const MEMBER = user(3);
const OTHER = user(4);
const OUTSIDER = user(5);
const OPEN = channel(1);
const HIDDEN = channel(2);
/** A category that hides, and a channel that follows it. */
const CATEGORY = channel(3);
const SYNCED = channel(4);
const GONE = channel(5);
const FAR = '2099-01-01T00:00:00.000Z' as Instant;
const NOT_VISIBLE = { _tag: 'Left', left: { kind: 'NotVisible' } };

const by = (userId: UserId) => ({
  viewer: { userId, sessionId: session(1) },
  atLeast: undefined,
});
const answered = async <A>(asked: TaskEither<unknown, { readonly value: A }>): Promise<A> => {
  const answer: Either<unknown, { readonly value: A }> = await asked();
  if (isLeft(answer)) return expect.fail(JSON.stringify(answer.left));
  return answer.right.value;
};

describe('a governed guild', () => {
  let side: ReadSide;
  before(async () => {
    side = await readSide();
    const { write } = side.log;
    const as = (n: number) => ({ actor: `user:${user(n)}` });
    for (const n of [1, 2, 3, 4, 5, 6, 7]) write(registered(user(n), `person ${n}`));
    write(guildCreated(G, OWNER, ['view_channel', 'read_message_history', 'send_messages']));
    for (const n of [2, 3, 4]) write(joined(G, user(n)));
    for (const id of [OPEN, HIDDEN, CATEGORY, SYNCED, GONE]) {
      write(listed(G, id));
      const made = channelCreated(G, id);
      write(id === CATEGORY ? { ...made, data: { ...made.data, kind: 'category' } } : made);
    }
    write(ruled.roleCreated(G, role(1), ['ban_members', 'manage_messages', 'manage_roles', 'view_audit_log']));
    write(ruled.rolesOrdered(G, [role(1)]));
    write(ruled.roleCreated(G, role(2), ['administrator']));
    write(ruled.rolesOrdered(G, [role(1), role(2)]));
    write(ruled.roleGiven(G, MODERATOR, role(1)));
    write(ruled.roleGiven(G, MEMBER, role(2)));
    write(ruled.roleDeleted(G, role(2)));
    const everyone = ruled.forRole(G);
    for (const id of [HIDDEN, CATEGORY]) write(ruled.overwriteSet(G, id, everyone, { deny: ['view_channel'] }));
    write(ruled.overwriteSet(G, CATEGORY, ruled.forMember(OTHER), { allow: ['view_channel'] }));
    write(ruled.overwriteSet(G, CATEGORY, ruled.forRole(role(2)), { allow: ['view_channel'] }));
    write(ruled.moved(G, SYNCED, CATEGORY));
    write(ruled.synced(G, SYNCED, CATEGORY));
    write(channelDeleted(G, GONE));
    write(ruled.channelsOrdered(G, [SYNCED, CATEGORY, OPEN]));
    write(ruled.nicknameChanged(G, OTHER, 'Four'));
    write(ruled.timedOut(G, OTHER, FAR));
    write(ruled.banned(G, user(6)), as(2));
    write(ruled.banned(G, user(7), ERASED), { actor: 'operator:cli' });
    for (const n of [1, 2, 3]) write(ruled.inviteCreated(G, invite(n), n === 2 ? MEMBER : OWNER));
    write(ruled.inviteAccepted(G, invite(1), OTHER));
    write(ruled.inviteRevoked(G, invite(3)));
    for (const [n, at] of [OPEN, HIDDEN, OPEN].entries())
      write(sent({ guildId: G, channelId: at }, message(n + 1), OTHER));
    write(sent({ guildId: G, channelId: OPEN }, message(4), MEMBER));
    write(sent({ guildId: G, channelId: OPEN }, message(5), OTHER));
    write(deleted({ guildId: G, channelId: OPEN }, message(5), OTHER), { actor: `user:${OTHER}` });
    for (const [n, at] of [OPEN, HIDDEN].entries()) {
      const place = { guildId: G, channelId: at };
      write(sent(place, message(n + 6), MEMBER));
      write(deleted(place, message(n + 6), OWNER, { authorId: MEMBER, reason: `reason ${n + 1}` }));
    }
    for (const model of tableModels) await side.rebuild(model);
    side.project();
    await side.settled();
  });
  after(() => side.close());

  /** Finds the table behind a view of schema `read`, to change it as a projector would. */
  const tableOf = async (view: string): Promise<[string, string]> => {
    const [schema, table] = await side.pool.manyFirst(sql.unsafe`
      SELECT unnest(ARRAY[table_schema::text, table_name::text]) FROM information_schema.view_table_usage
      WHERE view_schema = 'read' AND view_name = ${view}`);
    return [String(schema), String(table)];
  };
  const seenBy = async (userId: UserId) =>
    (await answered(side.queries.channels({ ...by(userId), guildId: G }))).map(({ channelId }) => channelId);

  it('lists channels in their order, and shows a synced channel to those who see its category', async () => {
    expect(await seenBy(OWNER)).to.deep.equal([SYNCED, CATEGORY, OPEN, HIDDEN]);
    expect(await seenBy(OTHER)).to.deep.equal([SYNCED, CATEGORY, OPEN]);
    expect(await seenBy(MODERATOR)).to.deep.equal([OPEN]);
  });

  it('gives a member nothing by a deleted role, and leaves it out of what the member has', async () => {
    expect(await seenBy(MEMBER)).to.deep.equal([OPEN]);
    const { members } = await answered(
      side.queries.members({ ...by(OWNER), guildId: G, limit: 9, after: undefined, name: undefined }),
    );
    expect(
      members.map(({ userId, roleIds, nickname, timedOutUntil }) => [userId, roleIds, nickname, timedOutUntil]),
    ).to.deep.equal([
      [OWNER, [], null, null],
      [MODERATOR, [role(1)], null, null],
      [MEMBER, [], null, null],
      [OTHER, [], 'Four', FAR],
    ]);
  });

  it('answers its roles from rank 0 up to members', async () => {
    const roles = await answered(side.queries.roles({ ...by(MEMBER), guildId: G }));
    expect(roles.map(({ roleId, rank }) => [roleId, rank])).to.deep.equal([
      [G, 0],
      [role(1), 1],
    ]);
    expect(await side.queries.roles({ ...by(OUTSIDER), guildId: G })()).to.deep.equal(NOT_VISIBLE);
  });

  it('answers bans newest first, in pages, to holders of ban_members', async () => {
    const page = { ...by(MODERATOR), guildId: G, limit: 1 };
    const first = await answered(side.queries.bans({ ...page, before: undefined }));
    expect(first.bans.map((ban) => [ban.user.userId, ban.by, ban.reason])).to.deep.equal([[user(7), null, ERASED]]);
    const second = await answered(side.queries.bans({ ...page, before: first.nextBefore ?? '' }));
    expect(second.bans.map((ban) => [ban.user.username, ban.by?.username, ban.reason])).to.deep.equal([
      ['person 6', 'person 2', 'spam in bulk'],
    ]);
    expect(second.nextBefore).to.equal(null);
    expect(await side.queries.bans({ ...page, ...by(MEMBER), before: undefined })()).to.deep.equal(NOT_VISIBLE);
  });

  it('answers all invites that let users in to its managers, and to a member their own', async () => {
    const ids = async (userId: UserId) =>
      (await answered(side.queries.invites({ ...by(userId), guildId: G, limit: 9 }))).map(({ inviteId, uses }) => [
        inviteId,
        uses,
      ]);
    expect(await ids(OWNER)).to.deep.equal([
      [invite(2), 0],
      [invite(1), 1],
    ]);
    expect(await ids(MEMBER)).to.deep.equal([[invite(2), 0]]);
    expect(await ids(MODERATOR)).to.deep.equal([]);
  });

  it('explains each permission by the steps of the resolver', async () => {
    const about = async (userId: UserId, channelId: ChannelId | null, of: string) =>
      (await answered(side.queries.explain({ ...by(OWNER), guildId: G, userId, channelId }))).find(
        ({ permission }) => permission === of,
      );
    expect(await about(MODERATOR, HIDDEN, 'view_channel')).to.deep.equal({
      permission: 'view_channel',
      allowed: false,
      because: [
        { kind: 'everyone-role', roleId: null, gives: true },
        { kind: 'everyone-overwrite', roleId: null, gives: false },
        { kind: 'channel-not-viewed', roleId: null, gives: false },
      ],
    });
    expect(await about(OTHER, SYNCED, 'view_channel')).to.deep.include({ allowed: true });
    expect(await about(OTHER, SYNCED, 'send_messages')).to.deep.equal({
      permission: 'send_messages',
      allowed: false,
      because: [
        { kind: 'everyone-role', roleId: null, gives: true },
        { kind: 'time-out', roleId: null, gives: false },
      ],
    });
    expect(await about(MODERATOR, null, 'ban_members')).to.deep.equal({
      permission: 'ban_members',
      allowed: true,
      because: [{ kind: 'role', roleId: role(1), gives: true }],
    });
  });

  it('explains to a member without manage_roles their own permissions alone, and no hidden channel', async () => {
    const ask = (asker: UserId, userId: UserId, channelId: ChannelId | null) =>
      side.queries.explain({ ...by(asker), guildId: G, userId, channelId })();
    expect((await ask(MEMBER, MEMBER, OPEN))._tag).to.equal('Right');
    for (const [asker, userId, channelId] of [
      [MEMBER, OTHER, OPEN],
      [MEMBER, MEMBER, HIDDEN],
      [MODERATOR, MEMBER, HIDDEN],
      [MODERATOR, MEMBER, GONE],
      [MODERATOR, OUTSIDER, OPEN],
      [OUTSIDER, OUTSIDER, null],
    ] as const) {
      expect(await ask(asker, userId, channelId)).to.deep.equal(NOT_VISIBLE);
    }
  });

  it('finds the messages of a member in the channels that a moderator may clear', async () => {
    const ask = { guildId: G, userId: OTHER, channelId: undefined, since: instantOf(0), limit: 9 };
    expect(await answered(side.queries.messagesOfMember({ ...by(MODERATOR), ...ask }))).to.deep.equal([
      { channelId: OPEN, messageId: message(3) },
      { channelId: OPEN, messageId: message(1) },
    ]);
    expect(await answered(side.queries.messagesOfMember({ ...by(OWNER), ...ask }))).to.have.length(3);
    expect(await answered(side.queries.messagesOfMember({ ...by(OWNER), ...ask, limit: 1 }))).to.have.length(1);
    expect(await answered(side.queries.messagesOfMember({ ...by(OWNER), ...ask, since: FAR }))).to.have.length(0);
    expect(await side.queries.messagesOfMember({ ...by(MEMBER), ...ask })()).to.deep.equal(NOT_VISIBLE);
  });

  const auditOf = (userId: UserId, filters: object = {}) =>
    side.queries.audit({ ...by(userId), guildId: G, limit: 100, before: undefined, ...filters });
  const entriesOf = async (userId: UserId, filters: object = {}) => (await answered(auditOf(userId, filters))).entries;

  it('has an entry for each act, and shows what it changed from the earlier act', async () => {
    const entries = await entriesOf(OWNER);
    const changesOf = (action: string, n = 0) => entries.filter((entry) => entry.action === action)[n]?.changes;
    expect(changesOf('guild.roles-ordered')).to.deep.equal([
      { field: 'role_order', before: [role(1)], after: [role(1), role(2)] },
    ]);
    expect(changesOf('guild.member-role-given', 1)).to.deep.equal([{ field: 'role', before: [], after: [role(1)] }]);
    expect(changesOf('channel.moved')).to.deep.equal([{ field: 'parent', before: [], after: [CATEGORY] }]);
    expect(changesOf('guild.member-nickname-changed')).to.deep.equal([
      { field: 'nickname', before: [], after: ['Four'] },
    ]);
    const ban = entries.find(({ target }) => target === `user:${user(6)}`);
    expect(ban).to.deep.include({ actorName: 'person 2', targetName: 'person 6', reason: 'spam in bulk' });
    expect(ban).to.deep.include({ undoes: null, undoneBy: null, undoable: true });
  });

  it('names a role that is gone by its last name', async () => {
    const [gone] = (await entriesOf(OWNER)).filter(({ action }) => action === 'guild.role-deleted');
    expect(gone?.targetName).to.be.a('string').and.not.equal('');
  });

  it('hides entries about a channel from a viewer who cannot see it, with its name and its id', async () => {
    const entries = await entriesOf(MODERATOR);
    expect(entries.some(({ channelId }) => channelId === OPEN)).to.equal(true);
    const text = JSON.stringify(entries);
    for (const id of [HIDDEN, CATEGORY, SYNCED]) {
      expect(text).not.to.include(id);
      expect(text).not.to.include(`channel ${id.slice(-3)}`);
    }
    expect(text).to.include(GONE);
    const all = JSON.stringify(await entriesOf(OWNER));
    for (const id of [HIDDEN, CATEGORY, SYNCED]) expect(all).to.include(id);
    expect(await auditOf(MEMBER)()).to.deep.equal(NOT_VISIBLE);
  });

  it('counts the messages and the members of a channel, for a manager of channels who sees it', async () => {
    const counts = (userId: UserId, channelId: ChannelId) => side.queries.channelDeletion({ ...by(userId), channelId });
    expect(await answered(counts(OWNER, OPEN))).to.deep.equal({ messages: 3, isMore: false, members: 4 });
    expect(await answered(counts(OWNER, HIDDEN))).to.deep.equal({ messages: 1, isMore: false, members: 1 });
    expect(await answered(counts(OWNER, CATEGORY))).to.deep.equal({ messages: 0, isMore: false, members: 2 });
    for (const [userId, channelId] of [
      [MODERATOR, OPEN],
      [MEMBER, OPEN],
      [OWNER, GONE],
      [user(9), OPEN],
    ] as const)
      expect(await counts(userId, channelId)()).to.deep.equal(NOT_VISIBLE);
  });

  it('counts what the deletion of a guild takes, for its owner alone', async () => {
    const counts = (userId: UserId) => side.queries.guildDeletion({ ...by(userId), guildId: G });
    expect(await answered(counts(OWNER))).to.deep.equal({ channels: 3, messages: 4, isMore: false, members: 4 });
    for (const userId of [MODERATOR, MEMBER, user(9)]) expect(await counts(userId)()).to.deep.equal(NOT_VISIBLE);
  });

  it('shows the reason for a deletion with its entry, and hides it with the channel', async () => {
    const reasons = async (userId: UserId) =>
      (await entriesOf(userId, { action: 'message.deleted' })).map(({ reason }) => reason);
    expect(await reasons(OWNER)).to.deep.equal(['reason 2', 'reason 1', null]);
    expect(await reasons(MODERATOR)).to.deep.equal(['reason 1', null]);
  });

  it('offers the undo of each act whose kind can be undone, but for a message that its author deleted', async () => {
    const entries = await entriesOf(OWNER);
    const byAuthor = (target: string) => target === `message:${message(5)}`;
    expect(entries.some(({ target }) => byAuthor(target))).to.equal(true);
    for (const { action, target, undoneBy, ...entry } of entries)
      expect([action, entry.undoable]).to.deep.equal([
        action,
        undoneBy === null && undoable[action as EventName] === true && !byAuthor(target),
      ]);
    expect(entries.find(({ action }) => action === 'channel.moved')?.undoable).to.equal(true);
    expect(entries.find(({ action }) => action === 'invite.revoked')?.undoable).to.equal(false);
  });

  it('filters entries by actor, action, target and time, and pages past hidden ones', async () => {
    const actions = async (filters: object) => (await entriesOf(OWNER, filters)).map(({ action }) => action);
    expect(await actions({ actorId: MODERATOR })).to.deep.equal(['guild.member-banned']);
    expect(await actions({ action: 'guild.role-deleted' })).to.deep.equal(['guild.role-deleted']);
    expect(await actions({ targetId: user(7) })).to.deep.equal(['guild.member-banned']);
    expect(await actions({ since: FAR })).to.deep.equal([]);
    expect(await actions({ until: instantOf(0) })).to.deep.equal([]);
    const whole = (await entriesOf(MODERATOR)).map(({ entryId }) => entryId);
    const paged: string[] = [];
    let before: string | undefined;
    do {
      const page = await answered(auditOf(MODERATOR, { limit: 2, before }));
      paged.push(...page.entries.map(({ entryId }) => entryId));
      before = page.nextBefore ?? undefined;
    } while (before !== undefined);
    expect(paged).to.deep.equal(whole);
  });

  it('answers the places of all entries of one act, and of an act that takes it back', async () => {
    const { write } = side.log;
    const act = { actor: `user:${OWNER}`, causation: 'an act of two' };
    // Another user who reads the key in the audit log may use it for an act of their own.
    write(ruled.nicknameChanged(G, OTHER, 'Five'), { ...act, actor: `user:${OTHER}` });
    write(ruled.roleChanged(G, role(1), ['view_audit_log', 'manage_roles']), act);
    write(ruled.rolesOrdered(G, [role(1)]), act);
    await side.settled();
    const [, changed] = await entriesOf(OWNER, { limit: 2 });
    if (changed === undefined) return expect.fail('no entry');
    const places = await answered(side.queries.auditAct({ ...by(OWNER), guildId: G, entryId: changed.entryId }));
    expect(places.map(({ stream, eventId }) => [stream, eventId === changed.entryId])).to.deep.equal([
      [`guild-${G}`, true],
      [`guild-${G}`, false],
    ]);
    expect(changed.changes.map(({ field, before }) => [field, before])).to.deep.equal([
      ['permissions', ['ban_members', 'manage_messages', 'manage_roles', 'view_audit_log']],
    ]);
    write(ruled.roleChanged(G, role(1), ['ban_members', 'manage_messages', 'manage_roles', 'view_audit_log']), {
      actor: `user:${OWNER}`,
      undoes: changed.entryId,
    });
    await side.settled();
    const [undo, , undone] = await entriesOf(OWNER, { limit: 3 });
    expect(undo).to.deep.include({ undoes: changed.entryId });
    expect(undone).to.deep.include({ undoneBy: undo?.entryId, undoable: false });
    expect(await side.queries.auditAct({ ...by(MEMBER), guildId: G, entryId: changed.entryId })()).to.deep.equal(
      NOT_VISIBLE,
    );
  });

  it('tells who would gain or lose sight by a change, and is true about it', async () => {
    const ask = (change: RightsChange, asker = OWNER) =>
      answered(side.queries.whatIf({ ...by(asker), guildId: G, change }));
    const shown = ({ gains, loses }: WhatIfView) => ({
      gains: gains.map(({ channelId, members, membersCount }) => [
        channelId,
        members.map(({ userId }) => userId),
        membersCount,
      ]),
      loses: loses.map(({ channelId, members }) => [channelId, members.map(({ userId }) => userId)]),
    });
    const over = (channelId: ChannelId, allow: ReadonlyArray<'view_channel'>): RightsChange => ({
      ...{ kind: 'overwrite', channelId, target: ruled.forRole(role(1)), allow, deny: [] },
    });
    expect(shown(await ask(over(CATEGORY, ['view_channel'])))).to.deep.equal({
      gains: [
        [SYNCED, [MODERATOR], 1],
        [CATEGORY, [MODERATOR], 1],
      ],
      loses: [],
    });
    expect(shown(await ask({ kind: 'role', roleId: G as never, permissions: [] }))).to.deep.equal({
      gains: [],
      loses: [[OPEN, [MODERATOR, MEMBER, OTHER]]],
    });
    expect(shown(await ask({ kind: 'member-roles', userId: OTHER, roleIds: [role(1)] }))).to.deep.equal({
      gains: [],
      loses: [],
    });
    expect(await side.queries.whatIf({ ...by(MODERATOR), guildId: G, change: over(HIDDEN, []) })()).to.deep.equal(
      NOT_VISIBLE,
    );
    expect(await side.queries.whatIf({ ...by(MEMBER), guildId: G, change: over(OPEN, []) })()).to.deep.equal(
      NOT_VISIBLE,
    );
  });

  it('is seen anew at the position of each change, from the memory too', async () => {
    const { write } = side.log;
    expect(await seenBy(MODERATOR)).to.deep.equal([OPEN]);
    write(ruled.overwriteSet(G, HIDDEN, ruled.forRole(role(1)), { allow: ['view_channel'] }));
    await side.settled();
    expect(await seenBy(MODERATOR)).to.deep.equal([OPEN, HIDDEN]);
    write(ruled.roleTaken(G, MODERATOR, role(1)));
    await side.settled();
    expect(await seenBy(MODERATOR)).to.deep.equal([OPEN]);
  });

  it('hides a channel at once when its stream, or that of its category, cannot be read', async () => {
    expect(await seenBy(OWNER)).to.include.members([SYNCED, CATEGORY]);
    const at = side.log.events.length + 1;
    await side.pool.query(sql.unsafe`
      WITH hidden AS (DELETE FROM ${sql.identifier(await tableOf('channel'))} WHERE channel_id = ${CATEGORY})
      INSERT INTO ${sql.identifier(await tableOf('hidden_stream'))} VALUES (${`channel-${CATEGORY}`}, ${at})`);
    expect(await seenBy(OWNER)).to.deep.equal([OPEN, HIDDEN]);
  });

  it('hides entries about a deleted channel whose category cannot be read', async () => {
    const { write } = side.log;
    await side.pool.query(
      sql.unsafe`DELETE FROM ${sql.identifier(await tableOf('overwrite'))} WHERE channel_id = ${CATEGORY}`,
    );
    write(channelDeleted(G, SYNCED));
    write(ruled.roleGiven(G, MODERATOR, role(1)));
    await side.settled();
    expect(JSON.stringify(await entriesOf(MODERATOR))).not.to.include(SYNCED);
    expect(JSON.stringify(await entriesOf(OWNER))).to.include(SYNCED);
  });
});
