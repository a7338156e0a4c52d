import { expect } from 'chai';
import type { Message, Pin } from '#gateway/protocol/resources.ts';
import {
  address,
  channel,
  channelId,
  entry,
  guild,
  inChannel,
  later,
  me,
  message,
  messageId,
  userId,
} from '#infra/workshop/testkit/client-world.ts';
import { apply } from '#web/store/apply.ts';
import type { Input } from '#web/store/inputs.ts';
import { type ClientState, INITIAL } from '#web/store/state.ts';

const from = (state: ClientState, ...inputs: ReadonlyArray<Input>): ClientState => inputs.reduce(apply, state);
const pin = (at: number): Pin => ({ user_id: userId(1), pinned_at: later(at) });
const told = (n: number, to: Pin | null): Input => ({
  t: 'message_pin_update',
  d: { ...address, message_id: messageId(n), pinned: to },
});
const replaced = (n: number, over: Partial<Message> = {}): Input => ({
  t: 'message_replace',
  d: { message: message(n, over) },
});
const loaded = (...messages: ReadonlyArray<Message>): Input => ({
  t: 'history.loaded',
  d: { ...inChannel, request: 'first', page: { messages, next_before: null } },
});
const reading = from(
  INITIAL,
  {
    t: 'ready',
    d: { user: me, guilds: [entry(guild(1), [channel(1)])], unread: [], resume_token: 'a', server_time: later(0) },
  },
  { t: 'subscribed', d: { ...inChannel, position: 'here', resume_token: 'a' } },
  { t: 'history.asked', d: { ...inChannel, request: 'first' } },
);
const away = from(reading, loaded(message(20, { pinned: pin(1) }), message(10)), { t: 'connection.lost', d: {} });
const resumed: Input = {
  t: 'resumed',
  d: {
    user: me,
    guilds: [entry(guild(1), [channel(1)])],
    unread: [],
    server_time: later(9),
    subscriptions: [{ channel_id: channelId(1) }],
  },
};
const pins = (state: ClientState) =>
  state.timelines[channelId(1)]?.messages.map(({ pinned }) => pinned?.pinned_at ?? null);

describe('a pin in the client', () => {
  it('is there after a resume when it was missed, and one that ended meanwhile is gone', () => {
    expect(pins(away)).to.deep.equal([null, later(1)]);
    const back = from(away, resumed, replaced(10, { pinned: pin(5) }), replaced(20));
    expect(pins(back)).to.deep.equal([later(5), null]);
  });

  it('is the newer one after a resume when the message was pinned again', () => {
    expect(pins(from(away, resumed, replaced(20, { pinned: pin(6) })))).to.deep.equal([null, later(6)]);
  });

  it('brings no older text back when it is missed together with an edit that was heard', () => {
    const edited = message(10, { content: 'edited', revision: 1 });
    const state = from(
      away,
      resumed,
      { t: 'message_replace', d: { message: edited } },
      replaced(10, { pinned: pin(5) }),
    );
    expect(state.timelines[channelId(1)]?.messages[0]).to.deep.equal(edited);
  });

  it('is kept by an edit and a reaction of its message', () => {
    const state = from(
      away,
      resumed,
      {
        t: 'message_update',
        d: { ...address, message_id: messageId(20), content: 'other', edited_at: later(7), revision: 1 },
      },
      {
        t: 'message_reaction_add',
        d: { ...address, message_id: messageId(20), emoji: '👍', user_id: userId(2), revision: 2 },
      },
    );
    expect(pins(state)).to.deep.equal([null, later(1)]);
  });

  it('holds for a page that was read before it, also when it was taken away and made again meanwhile', () => {
    const page = loaded(message(20), message(10, { pinned: pin(1) }));
    expect(pins(from(reading, told(20, pin(2)), told(10, null), page))).to.deep.equal([null, later(2)]);
    expect(pins(from(reading, told(20, pin(2)), told(20, null), told(20, pin(2)), page))?.[1]).to.equal(later(2));
  });
});
