import { expect } from 'chai';
import fc from 'fast-check';
import type { MessageId } from '#domain/kernel/ids.ts';
import { type Dispatch, type DispatchName, dispatches } from '#gateway/protocol/dispatches.ts';
import type { Message, MessagePage, Pin } from '#gateway/protocol/resources.ts';
import { FIRST_SETTINGS } from '#gateway/protocol/settings.ts';
import {
  address,
  channel,
  channelId,
  entry,
  guild,
  guildId,
  inChannel,
  later,
  me,
  member,
  message,
  messageId,
  role,
  roleId,
  thread,
  user,
  userId,
} from '#infra/workshop/testkit/client-world.ts';
import { visibleState } from '#infra/workshop/testkit/visible-state.ts';
import { apply } from '#web/store/apply.ts';
import type { Input } from '#web/store/inputs.ts';
import { may, mayInGuild } from '#web/store/rights.ts';
import { ownRank } from '#web/store/roles.ts';
import { NO_RIGHTS } from '#web/store/slices/parts.ts';
import { type ClientState, INITIAL } from '#web/store/state.ts';

const from = (state: ClientState, ...inputs: ReadonlyArray<Input>): ClientState => inputs.reduce(apply, state);
const resumeToken = 'sealed';
const ready: Input = {
  t: 'ready',
  d: {
    user: me,
    guilds: [entry(guild(1), [channel(1), channel(2)])],
    resume_token: resumeToken,
    unread: [],
    server_time: later(0),
  },
};
const subscribed: Input = { t: 'subscribed', d: { ...inChannel, position: 'here', resume_token: resumeToken } };
const asked: Input = { t: 'history.asked', d: { ...inChannel, request: 'first' } };
const loaded = (messages: ReadonlyArray<Message>, next: number | null = null, request = 'first'): Input => ({
  t: 'history.loaded',
  d: { ...inChannel, request, page: { messages, next_before: next === null ? null : messageId(next) } },
});
const created = (n: number, over: Partial<Message> = {}): Dispatch => ({
  t: 'message_create',
  d: { message: message(n, over) },
});
const edited = (n: number, content: string, revision: number): Dispatch => ({
  t: 'message_update',
  d: { ...address, message_id: messageId(n), content, edited_at: later(500), revision },
});
const deleted = (n: number, revision: number): Dispatch => ({
  t: 'message_delete',
  d: { ...address, message_id: messageId(n), revision },
});
const reacted = (n: number, by: number, revision: number, t: 'add' | 'remove' = 'add'): Dispatch => ({
  t: `message_reaction_${t}`,
  d: { ...address, message_id: messageId(n), emoji: '👍', user_id: userId(by), revision },
});
const pin = (at: number): Pin => ({ user_id: userId(1), pinned_at: later(at) });
const pinned = (n: number, to: Pin | null): Dispatch => ({
  t: 'message_pin_update',
  d: { ...address, message_id: messageId(n), pinned: to },
});
const forwarded = { channel_id: channelId(2), message_id: messageId(1), said: null };
const replaced = (n: number, over: Partial<Message>): Dispatch => ({
  t: 'message_replace',
  d: { message: message(n, over) },
});

const shown = (state: ClientState) => visibleState(state).messages[channelId(1)] ?? [];
const texts = (state: ClientState) => shown(state).map((m) => m.content);
const open = from(INITIAL, ready, subscribed, asked);
const withThree = from(open, loaded([message(30), message(20), message(10)]));

const withRoles = from(withThree, {
  t: 'guild_create',
  d: {
    ...entry(guild(1), [channel(1), channel(2)]),
    roles: [role(0, 0), role(1, 1), role(2, 2)],
    me: { ...NO_RIGHTS, role_ids: [roleId(1)] },
  },
});

describe('the client state', () => {
  it('starts with the snapshot', () => {
    const state = from(INITIAL, ready);
    expect(state.me).to.deep.equal(me);
    expect(Object.keys(state.channels)).to.have.length(2);
  });

  it('shows a channel only after its newest page came, and then in order', () => {
    expect(visibleState(from(open, created(40))).messages).to.deep.equal({});
    const state = from(open, created(40), loaded([message(30), message(20)], 20));
    expect(texts(state)).to.deep.equal(['message 20', 'message 30', 'message 40']);
  });

  it('forgets everything of a deleted guild', () => {
    const state = from(
      withThree,
      { t: 'members.asked', d: { guild_id: guildId(1), request: 'm' } },
      {
        t: 'guild_delete',
        d: { guild_id: guildId(1), removed: true },
      },
    );
    expect({ ...state, me: null }).to.deep.equal(INITIAL);
  });

  it('is empty after the session ends', () => {
    expect(from(withThree, { t: 'session.ended', d: {} })).to.deep.equal(INITIAL);
  });
});

describe('a dispatch', () => {
  type Case = { readonly given: ClientState; readonly when: Dispatch; readonly shows: (state: ClientState) => void };
  const cases: { readonly [N in DispatchName]: Case } = {
    unread_update: {
      given: from(withThree, {
        t: 'channel_create',
        d: { channel: { ...channel(1), permissions: ['view_channel', 'read_message_history'] } },
      }),
      when: {
        t: 'unread_update',
        d: { channels: [{ channel_id: channelId(1), last_read_message_id: null, unread: 2, mentions: 1 }] },
      },
      shows: (state) => expect(state.unread[channelId(1)]?.unread).to.equal(2),
    },
    follow_update: {
      given: from(withThree, { t: 'follow_update', d: { followed: [thread(21)], unfollowed: [] } }),
      when: { t: 'follow_update', d: { followed: [thread(20)], unfollowed: [channelId(21)] } },
      shows: (state) => {
        expect(state.followed).to.deep.equal({ [channelId(20)]: true });
        // The client goes on knowing the other thread.
        expect(Object.keys(state.channels)).to.include.members([channelId(20), channelId(21)]);
      },
    },
    settings_update: {
      given: withThree,
      when: { t: 'settings_update', d: { settings: { ...FIRST_SETTINGS, revision: 1, sound: true } } },
      shows: (state) => expect(state.settings.sound).to.equal(true),
    },
    saved_update: {
      given: withThree,
      when: { t: 'saved_update', d: { message_id: messageId(10), saved: true, revision: 1 } },
      shows: (state) => expect(state.savedMark?.saved).to.equal(true),
    },
    message_create: {
      given: withThree,
      when: created(40),
      shows: (state) => expect(texts(state)).to.deep.equal(['message 10', 'message 20', 'message 30', 'message 40']),
    },
    message_update: {
      given: withThree,
      when: edited(20, 'better', 1),
      shows: (state) => expect(shown(state)[1]).to.include({ content: 'better', edited_at: later(500), revision: 1 }),
    },
    message_delete: {
      given: withThree,
      when: deleted(20, 1),
      shows: (state) => expect(texts(state)).to.deep.equal(['message 10', 'message 30']),
    },
    message_replace: {
      given: withThree,
      when: replaced(20, { content: 'after all', revision: 4 }),
      shows: (state) => expect(texts(state)).to.deep.equal(['message 10', 'after all', 'message 30']),
    },
    message_reaction_add: {
      given: withThree,
      when: reacted(20, 1, 1),
      shows: (state) => expect(shown(state)[1]?.reactions).to.deep.equal([{ emoji: '👍', count: 1, me: true }]),
    },
    message_reaction_remove: {
      given: from(withThree, reacted(20, 1, 1), reacted(20, 2, 2)),
      when: reacted(20, 1, 3, 'remove'),
      shows: (state) => expect(shown(state)[1]?.reactions).to.deep.equal([{ emoji: '👍', count: 1, me: false }]),
    },
    message_pin_update: {
      given: withThree,
      when: pinned(20, pin(9)),
      shows: (state) => {
        expect(shown(state)[1]?.pinned).to.deep.equal(pin(9));
        expect(from(state, pinned(20, null))).to.deep.equal(withThree);
      },
    },
    message_forward_update: {
      given: withThree,
      when: { t: 'message_forward_update', d: { ...address, message_id: messageId(20), forward: forwarded } },
      shows: (state) => expect(shown(state)[1]?.forward?.said).to.equal(null),
    },
    channel_create: {
      given: withThree,
      when: { t: 'channel_create', d: { channel: channel(9) } },
      shows: (state) => expect(state.channels[channelId(9)]).to.deep.equal(channel(9)),
    },
    channel_update: {
      given: withThree,
      when: { t: 'channel_update', d: { ...address, name: 'renamed' } },
      shows: (state) => expect(state.channels[channelId(1)]?.name).to.equal('renamed'),
    },
    channel_delete: {
      given: withThree,
      when: { t: 'channel_delete', d: address },
      shows: (state) => {
        expect(Object.keys(state.channels)).to.deep.equal([channelId(2)]);
        expect(state.timelines).to.deep.equal({});
      },
    },
    thread_update: {
      given: withThree,
      when: { t: 'thread_update', d: { thread: thread(20) } },
      shows: (state) => expect(state.channels[channelId(20)]?.thread?.name).to.equal('thread 20'),
    },
    thread_delete: {
      given: from(withThree, { t: 'thread_update', d: { thread: thread(20) } }),
      when: {
        t: 'thread_delete',
        d: { guild_id: guildId(1), parent_id: channelId(1), channel_id: channelId(20) },
      },
      shows: (state) => expect(state.channels[channelId(20)]).to.equal(undefined),
    },
    guild_create: {
      given: withThree,
      when: { t: 'guild_create', d: entry(guild(2), [channel(5, 2)]) },
      shows: (state) => {
        expect(Object.keys(state.guilds)).to.deep.equal([guildId(1), guildId(2)]);
        expect(state.channels[channelId(5)]?.guild_id).to.equal(guildId(2));
      },
    },
    guild_update: {
      given: withThree,
      when: { t: 'guild_update', d: { guild_id: guildId(1), name: 'ours' } },
      shows: (state) => expect(state.guilds[guildId(1)]?.name).to.equal('ours'),
    },
    guild_delete: {
      given: withThree,
      when: { t: 'guild_delete', d: { guild_id: guildId(1), removed: false } },
      shows: (state) => expect(state.guilds).to.deep.equal({}),
    },
    channel_order: {
      given: withThree,
      when: { t: 'channel_order', d: { guild_id: guildId(1), order: [channelId(2), channelId(1)] } },
      shows: (state) => expect(visibleState(state).order).to.deep.equal({ [guildId(1)]: [channelId(2), channelId(1)] }),
    },
    role_create: {
      given: withRoles,
      when: { t: 'role_create', d: { role: role(3, 3) } },
      shows: (state) => expect(state.roles[guildId(1)]?.map(({ rank }) => rank)).to.deep.equal([0, 1, 2, 3]),
    },
    role_update: {
      given: withRoles,
      when: { t: 'role_update', d: { role: { ...role(1, 1), name: 'the crew' } } },
      shows: (state) => expect(state.roles[guildId(1)]?.[1]?.name).to.equal('the crew'),
    },
    role_delete: {
      given: withRoles,
      when: { t: 'role_delete', d: { guild_id: guildId(1), role_id: roleId(1) } },
      shows: (state) => {
        expect(state.roles[guildId(1)]).to.have.length(2);
        expect(visibleState(state).own[guildId(1)]?.role_ids).to.deep.equal([]);
      },
    },
    role_order: {
      given: withRoles,
      when: { t: 'role_order', d: { guild_id: guildId(1), order: [roleId(2), roleId(1)] } },
      shows: (state) => {
        expect(state.roles[guildId(1)]?.map((one) => one.role_id).slice(1)).to.deep.equal([roleId(2), roleId(1)]);
        expect(ownRank(state, guildId(1))).to.equal(Number.POSITIVE_INFINITY);
      },
    },
    member_update: {
      given: from(
        withRoles,
        { t: 'members.asked', d: { guild_id: guildId(1), request: 'm' } },
        { t: 'members.loaded', d: { guild_id: guildId(1), request: 'm', members: [member(1)], complete: true } },
      ),
      when: {
        t: 'member_update',
        d: { guild_id: guildId(1), user_id: userId(1), rights: { ...NO_RIGHTS, nickname: 'Ada' } },
      },
      shows: (state) => {
        expect(state.own[guildId(1)]?.nickname).to.equal('Ada');
        expect(state.rosters[guildId(1)]?.members[0]?.nickname).to.equal('Ada');
      },
    },
    message_restore: {
      given: from(withThree, deleted(20, 1)),
      when: { t: 'message_restore', d: { ...address, message_id: messageId(20), revision: 2 } },
      shows: (state) => {
        expect(state.timelines[channelId(1)]?.restored).to.deep.equal([messageId(20)]);
        expect(texts(state)).to.deep.equal(['message 10', 'message 30']);
      },
    },
    access_lost: {
      given: withThree,
      when: {
        t: 'access_lost',
        d: { guild_id: guildId(1), channel_id: channelId(1), cause: 'channel_deleted', by: null, reason: null },
      },
      shows: (state) => expect(state.losses[channelId(1)]?.cause).to.equal('channel_deleted'),
    },
    typing_start: {
      given: withThree,
      when: { t: 'typing_start', d: { ...address, user_id: userId(2), at: later(1) } },
      shows: (state) => {
        expect(state.typing).to.deep.equal({ [channelId(1)]: { [userId(2)]: later(1) } });
        expect(from(state, created(40, { author_id: userId(2) })).typing).to.deep.equal({});
        const ended = { ...inChannel, user_id: userId(2) };
        expect(from(state, { t: 'typing.ended', d: { ...ended, at: later(0) } }).typing).to.deep.equal(state.typing);
        expect(from(state, { t: 'typing.ended', d: { ...ended, at: later(1) } }).typing).to.deep.equal({});
      },
    },
    presence_update: {
      given: from(withThree, {
        t: 'presence_update',
        d: { presences: [{ user_id: userId(2), status: 'online' }] },
      }),
      when: {
        t: 'presence_update',
        d: {
          presences: [
            { user_id: userId(2), status: 'offline' },
            { user_id: userId(3), status: 'dnd', custom_status: { text: 'at work', until: null } },
          ],
        },
      },
      shows: (state) =>
        expect(state.presences).to.deep.equal({
          [userId(3)]: { status: 'dnd', custom_status: { text: 'at work', until: null } },
        }),
    },
    presence_choice: {
      given: withThree,
      when: { t: 'presence_choice', d: { status: 'invisible', custom_status: null } },
      shows: (state) => expect(state.choice?.status).to.equal('invisible'),
    },
    member_add: {
      given: from(
        withThree,
        { t: 'members.asked', d: { guild_id: guildId(1), request: 'm' } },
        { t: 'members.loaded', d: { guild_id: guildId(1), request: 'm', members: [member(1)], complete: true } },
      ),
      when: { t: 'member_add', d: { guild_id: guildId(1), member: member(2) } },
      shows: (state) =>
        expect(visibleState(state).members[guildId(1)]?.map(({ user: { user_id } }) => user_id)).to.deep.equal([
          userId(1),
          userId(2),
        ]),
    },
    member_remove: {
      given: from(
        withThree,
        { t: 'members.asked', d: { guild_id: guildId(1), request: 'm' } },
        {
          t: 'members.loaded',
          d: { guild_id: guildId(1), request: 'm', members: [member(1), member(2)], complete: true },
        },
      ),
      when: { t: 'member_remove', d: { guild_id: guildId(1), user_id: userId(2) } },
      shows: (state) =>
        expect(visibleState(state).members[guildId(1)]?.map(({ user: { user_id } }) => user_id)).to.deep.equal([
          userId(1),
        ]),
    },
  };
  for (const [name, { given, when, shows }] of Object.entries(cases)) {
    it(`${name} changes the shown state once`, () => {
      const once = apply(given, when);
      expect(once).not.to.deep.equal(given);
      shows(once);
      expect(apply(once, when)).to.deep.equal(once);
    });
  }
  it('of every name is covered by a case', () => expect(Object.keys(cases)).to.have.members(Object.keys(dispatches)));
});

describe('the window on a channel', () => {
  it('ignores an older change', () => {
    const state = from(withThree, edited(20, 'second', 2), edited(20, 'first', 1), reacted(20, 2, 2));
    expect(shown(state)[1]).to.include({ content: 'second', revision: 2 });
    expect(shown(state)[1]?.reactions).to.deep.equal([]);
  });

  it('ignores changes of messages from before its start', () => {
    const window = from(open, loaded([message(30), message(20)], 20));
    expect(from(window, edited(5, 'edited', 1), replaced(6, { revision: 3 }))).to.deep.equal(window);
  });

  it('keeps the order of the server, whatever the clocks of the authors say', () => {
    const state = from(open, created(5), loaded([message(10), message(30), message(20)], 20), created(1));
    expect(texts(state)).to.deep.equal(['message 20', 'message 30', 'message 10', 'message 5', 'message 1']);
  });

  it('keeps every message of a page whose oldest message has a late clock', () => {
    const state = from(open, loaded([message(10), message(30)], 30), {
      t: 'history.asked',
      d: { ...inChannel, request: 'second' },
    });
    const older = from(state, loaded([message(40), message(20)], null, 'second'));
    expect(texts(older)).to.deep.equal(['message 20', 'message 40', 'message 30', 'message 10']);
  });

  it('keeps the messages that a resume repeats when it is trimmed', () => {
    const trim: Input = { t: 'history.trimmed', d: { ...inChannel, keep: 1 } };
    const heard = from(open, loaded([message(10)]), created(20), created(30));
    const repeated = from(heard, trim, created(20), created(30), created(40));
    expect(texts(repeated)).to.deep.equal(['message 20', 'message 30', 'message 40']);
    const told = from(heard, { t: 'heartbeat_ack', d: { resume_token: resumeToken } }, trim);
    expect(texts(told)).to.deep.equal(['message 30']);
  });

  it('holds the rights of its user: in the guild itself, and on each channel', () => {
    const mayRead = { ...channel(1), permissions: ['view_channel' as const] };
    const before = from(withThree, { t: 'channel_create', d: { channel: mayRead } });
    expect(mayInGuild(before, guildId(1), 'view_channel')).to.equal(true);
    expect(mayInGuild(before, guildId(1), 'manage_guild')).to.equal(false);
    expect(mayInGuild(before, undefined, 'view_channel')).to.equal(false);
    expect(may(before.channels[channelId(1)] ?? null, 'send_messages')).to.equal(false);
    expect(may(before.channels[channelId(2)] ?? null, 'send_messages')).to.equal(true);
    expect(may(null, 'view_channel')).to.equal(false);
    expect(shown(before)).to.have.length(3);
    const guildOnly = entry(guild(1), [channel(1)], ['manage_guild']);
    const after = from(before, { t: 'guild_create', d: guildOnly });
    expect(after.rights[guildId(1)]).to.deep.equal(['manage_guild']);
    expect(may(after.channels[channelId(1)] ?? null, 'send_messages')).to.equal(true);
    expect(Object.keys(after.channels)).to.deep.equal([channelId(1)]);
    const gone = from(after, { t: 'guild_delete', d: { guild_id: guildId(1), removed: true } });
    expect(gone.rights).to.deep.equal({});
  });

  it('keeps replayed messages when it is trimmed before the replay ends', () => {
    const ack: Input = { t: 'heartbeat_ack', d: { resume_token: resumeToken } };
    const trim: Input = { t: 'history.trimmed', d: { ...inChannel, keep: 1 } };
    const resumed: Input = {
      t: 'resumed',
      d: {
        user: me,
        guilds: [entry(guild(1), [channel(1)])],
        subscriptions: [inChannel],
        unread: [],
        server_time: later(0),
      },
    };
    const missed = [created(20), created(30), created(40)];
    const back = from(open, loaded([message(10)]), resumed, ...missed, ack, trim, ...missed);
    expect(texts(back)).to.deep.equal(['message 20', 'message 30', 'message 40']);
    const over = from(back, { t: 'replayed', d: { resume_token: resumeToken } }, trim);
    expect(texts(over)).to.deep.equal(['message 40']);
  });

  it('does not bring back a message that was deleted while the page was requested', () => {
    const state = from(open, deleted(20, 1), loaded([message(30), message(20)]));
    expect(texts(state)).to.deep.equal(['message 30']);
  });

  it('applies changes that came before the page', () => {
    const state = from(open, edited(20, 'edited', 1), reacted(20, 1, 2), loaded([message(30), message(20)]));
    expect(shown(state)[0]).to.deep.include({ content: 'edited', reactions: [{ emoji: '👍', count: 1, me: true }] });
  });

  it('ignores a page of an earlier subscription', () => {
    const again = from(open, { t: 'unsubscribed', d: { ...inChannel, resume_token: resumeToken } }, subscribed, {
      t: 'history.asked',
      d: { ...inChannel, request: 'second' },
    });
    expect(from(again, loaded([message(10)]))).to.deep.equal(again);
  });

  it('keeps its newest messages when it is trimmed', () => {
    const state = from(withThree, { t: 'history.trimmed', d: { ...inChannel, keep: 2 } });
    expect(texts(state)).to.deep.equal(['message 20', 'message 30']);
    expect(state.timelines[channelId(1)]?.start).to.deep.equal({ kind: 'after', before: messageId(20) });
  });

  it('stays after a resume with its subscription and goes without it', () => {
    const resumed = (stands: boolean): Input => ({
      t: 'resumed',
      d: {
        user: me,
        guilds: [entry(guild(1), [channel(1)])],
        subscriptions: stands ? [inChannel] : [],
        unread: [],
        server_time: later(0),
      },
    });
    expect(shown(from(withThree, resumed(true)))).to.have.length(3);
    expect(from(withThree, resumed(false)).timelines).to.deep.equal({});
  });

  it('gives the reason when its channel could not be opened', () => {
    const trouble = { code: 'not_visible', detail: 'gone' };
    const state = from(INITIAL, ready, { t: 'subscribe.refused', d: { ...inChannel, trouble } });
    expect(state.timelines[channelId(1)]?.trouble).to.deep.equal(trouble);
    expect(from(state, subscribed).timelines[channelId(1)]?.trouble).to.equal(null);
  });
});

describe('an unsent message', () => {
  const started = (nonce: string): Input => ({
    t: 'send.started',
    d: { ...inChannel, nonce, content: 'mine', replyTo: null, at: 0 },
  });
  const sent: Input = { t: 'send.handed-over', d: { nonce: 'n' } };
  const own = (nonce?: string): Dispatch => ({
    t: 'message_create',
    d: { message: message(40, { author: user(1), author_id: userId(1) }), ...(nonce === undefined ? {} : { nonce }) },
  });
  const acknowledged: Input = { t: 'message_ack', d: { nonce: 'n', message_id: messageId(40) } };
  const sending = from(withThree, started('n'), sent);
  const statuses = (state: ClientState) => state.unconfirmed.map((pending) => pending.status);

  it('is settled by its dispatch, before or after the acknowledgement', () => {
    for (const order of [
      [acknowledged, own('n')],
      [own('n'), acknowledged],
      [acknowledged, own()],
      [own(), acknowledged],
    ]) {
      const state = from(sending, ...order);
      expect(state.unconfirmed).to.deep.equal([]);
      expect(shown(state)).to.have.length(4);
    }
  });

  it('waits again after a lost connection and is settled by a page that holds it', () => {
    expect(statuses(from(sending, { t: 'connection.lost', d: {} }))).to.deep.equal(['waiting']);
    const state = from(open, started('n'), sent, acknowledged, loaded([message(40)]));
    expect(state.unconfirmed).to.deep.equal([]);
  });

  it('keeps its text and nonce when it is refused, so that the user can try again', () => {
    const refused = from(sending, { t: 'error', d: { code: 'slow_down', ref: 'n', detail: 'wait' } });
    expect(statuses(refused)).to.deep.equal(['refused']);
    const retried = from(refused, { t: 'send.retried', d: { nonce: 'n' } });
    expect(retried.unconfirmed[0]).to.include({ status: 'waiting', nonce: 'n', content: 'mine', trouble: null });
  });

  it('is settled when it is deleted before its dispatch', () => {
    expect(from(sending, acknowledged, deleted(40, 1)).unconfirmed).to.deep.equal([]);
    expect(from(sending, deleted(40, 1), acknowledged).unconfirmed).to.deep.equal([]);
  });

  it('is not started twice', () => expect(from(sending, started('n'))).to.deep.equal(sending));
});

describe('the reducer over any history', () => {
  const number = fc.integer({ min: 1, max: 8 });
  const revision = fc.integer({ min: 0, max: 5 });
  const aMessage = fc
    .record({ n: number, revision, content: fc.constantFrom('a', 'b', null), at: fc.nat(2) })
    .map(({ n, at, ...over }) => message(n * 10, { ...over, ...(at === 0 ? {} : { pinned: pin(at) }) }));
  const delta = fc.record({ n: number, by: number, revision });
  const dispatch: fc.Arbitrary<Dispatch> = fc.oneof(
    aMessage.map((m): Dispatch => ({ t: 'message_create', d: { message: m } })),
    aMessage.map((m): Dispatch => ({ t: 'message_replace', d: { message: m } })),
    delta.map((x) => edited(x.n * 10, `edit ${x.revision}`, x.revision)),
    delta.map((x) => deleted(x.n * 10, x.revision)),
    delta.map((x) => reacted(x.n * 10, x.by, x.revision)),
    delta.map((x) => reacted(x.n * 10, x.by, x.revision, 'remove')),
    delta.map((x) => pinned(x.n * 10, x.revision === 0 ? null : pin(x.revision))),
    number.map((n): Dispatch => ({ t: 'channel_create', d: { channel: channel(n) } })),
    number.map(
      (n): Dispatch => ({ t: 'channel_update', d: { ...address, channel_id: channelId(n), name: `name ${n}` } }),
    ),
    number.map((n): Dispatch => ({ t: 'channel_delete', d: { ...address, channel_id: channelId(n + 1) } })),
    number.map((n): Dispatch => ({ t: 'guild_create', d: entry(guild(n), [channel(n * 2, n)]) })),
    number.map((n): Dispatch => ({ t: 'guild_update', d: { guild_id: guildId(n), name: `name ${n}` } })),
    number.map((n): Dispatch => ({ t: 'guild_delete', d: { guild_id: guildId(n + 1), removed: false } })),
    number.map((n): Dispatch => ({ t: 'member_add', d: { guild_id: guildId(1), member: member(n) } })),
    number.map(
      (n): Dispatch => ({
        t: 'member_update',
        d: { guild_id: guildId(1), user_id: userId(n), rights: { ...NO_RIGHTS, nickname: `name ${n}` } },
      }),
    ),
    number.map((n): Dispatch => ({ t: 'role_update', d: { role: role(n, n) } })),
    number.map((n): Dispatch => ({ t: 'role_delete', d: { guild_id: guildId(1), role_id: roleId(n) } })),
    number.map((n): Dispatch => ({ t: 'role_order', d: { guild_id: guildId(1), order: [roleId(n), roleId(1)] } })),
    number.map((n): Dispatch => ({ t: 'channel_order', d: { guild_id: guildId(1), order: [channelId(n)] } })),
    number.map((n): Dispatch => ({ t: 'guild_update', d: { guild_id: guildId(1), owner_id: userId(n) } })),
    delta.map(
      (x): Dispatch => ({
        t: 'message_restore',
        d: { ...address, message_id: messageId(x.n * 10), revision: x.revision },
      }),
    ),
    number.map((n): Dispatch => ({ t: 'member_remove', d: { guild_id: guildId(1), user_id: userId(n) } })),
  );
  const local: fc.Arbitrary<Input> = fc.constantFrom<Input>(
    asked,
    loaded([message(60), message(50), message(40)], 40),
    { t: 'members.asked', d: { guild_id: guildId(1), request: 'm' } },
    { t: 'members.loaded', d: { guild_id: guildId(1), request: 'm', members: [member(1), member(2)], complete: true } },
    { t: 'send.started', d: { ...inChannel, nonce: 'n', content: 'mine', replyTo: null, at: 0 } },
    { t: 'message_ack', d: { nonce: 'n', message_id: messageId(70) } },
  );

  it('applies a dispatch twice like once', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(dispatch, local), { maxLength: 30 }), dispatch, (inputs, last) => {
        const once = from(INITIAL, ready, subscribed, ...inputs, last);
        expect(apply(once, last)).to.deep.equal(once);
      }),
      { numRuns: 500 },
    );
  });

  it('applies messages together like one by one', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(dispatch, local), { maxLength: 20 }), fc.array(aMessage), (inputs, messages) => {
        const before = from(INITIAL, ready, subscribed, ...inputs);
        const created = messages.map((m, i) => ({ message: m, ...(i === 0 ? { nonce: 'n' } : {}) }));
        const together = apply(before, { t: 'messages.arrived', d: { created } });
        expect(together).to.deep.equal(from(before, ...created.map((d): Input => ({ t: 'message_create', d }))));
      }),
      { numRuns: 500 },
    );
  });

  it('leads to the messages of the channel, whenever a page was read and answered', () => {
    const size = fc.integer({ min: 1, max: 9 });
    /** One step of the server: a change of the channel with its dispatch. */
    const step = fc.record({
      n: number,
      kind: fc.constantFrom('send', 'edit', 'delete', 'react', 'unreact', 'pin', 'unpin'),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.nat(), fc.nat(), fc.nat(), size, (steps, a, b, c, limit) => {
        const truth = new Map<number, Message>();
        const gone = new Set<number>();
        const sentAt = new Map<MessageId, number>();
        const pages: Array<ReadonlyArray<Message>> = [[]];
        const told: Dispatch[] = [];
        for (const { n, kind } of steps) {
          const known = truth.get(n);
          const tell = (next: Message | null, dispatch: Dispatch) => {
            if (next === null) truth.delete(n);
            else truth.set(n, next);
            told.push(dispatch);
            // A page is in the order of sending, which is not the order of the ids.
            pages.push([...truth.values()].toReversed());
          };
          const r = (known?.revision ?? -1) + 1;
          const mine = known?.reactions[0]?.me === true;
          if (kind === 'send' && known === undefined && !gone.has(n)) {
            tell(message(n), created(n));
            sentAt.set(messageId(n), told.length);
          }
          if (known === undefined) continue;
          if (kind === 'edit') {
            tell({ ...known, content: `edit ${r}`, edited_at: later(500), revision: r }, edited(n, `edit ${r}`, r));
          }
          if (kind === 'delete') {
            gone.add(n);
            tell(null, deleted(n, r));
          }
          if (kind === 'react' && !mine) {
            tell({ ...known, reactions: [{ emoji: '👍', count: 1, me: true }], revision: r }, reacted(n, 1, r));
          }
          if (kind === 'pin') tell({ ...known, pinned: pin(told.length) }, pinned(n, pin(told.length)));
          if (kind === 'unpin') {
            const { pinned: _, ...bare } = known;
            tell(bare, pinned(n, null));
          }
          if (kind === 'unreact' && mine) tell({ ...known, reactions: [], revision: r }, reacted(n, 1, r, 'remove'));
        }
        const [joined = 0, read = 0, answered = 0] = [a, b, c]
          .map((x) => x % (told.length + 1))
          .toSorted((x, y) => x - y);
        const pageOf = (at: number, until: number): MessagePage => {
          const all = (pages[at] ?? []).filter(({ message_id }) => (sentAt.get(message_id) ?? 0) <= until);
          const messages = all.slice(0, limit);
          return { messages, next_before: all.length > limit ? (messages.at(-1)?.message_id ?? null) : null };
        };
        const answer = (page: MessagePage): Input => ({
          t: 'history.loaded',
          d: { ...inChannel, request: 'first', page },
        });
        const first = pageOf(read, joined);
        let state = from(INITIAL, ready, subscribed, asked, ...told.slice(joined, answered), answer(first));
        state = from(state, ...told.slice(answered));
        for (let before = first.next_before; before !== null; ) {
          const page = pageOf(told.length, (sentAt.get(before) ?? 0) - 1);
          state = from(state, asked, answer(page));
          before = page.next_before;
        }
        expect(shown(state)).to.deep.equal((pages[told.length] ?? []).toReversed());
      }),
      { numRuns: 1_000 },
    );
  });
});
