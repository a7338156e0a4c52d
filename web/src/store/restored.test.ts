import { expect } from 'chai';
import fc from 'fast-check';
import type { Message } from '#gateway/protocol/resources.ts';
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
} from '#infra/workshop/testkit/client-world.ts';
import { apply } from '#web/store/apply.ts';
import type { Input } from '#web/store/inputs.ts';
import { type ClientState, INITIAL } from '#web/store/state.ts';

const from = (state: ClientState, ...inputs: ReadonlyArray<Input>): ClientState => inputs.reduce(apply, state);
const ready: Input = {
  t: 'ready',
  d: { user: me, guilds: [entry(guild(1), [channel(1)])], unread: [], resume_token: 'sealed', server_time: later(0) },
};
const subscribed: Input = { t: 'subscribed', d: { ...inChannel, position: 'here', resume_token: 'sealed' } };
const asked: Input = { t: 'history.asked', d: { ...inChannel, request: 'first' } };
const loaded = (messages: ReadonlyArray<Message>, before: number | null): Input => ({
  t: 'history.loaded',
  d: { ...inChannel, request: 'first', page: { messages, next_before: before === null ? null : messageId(before) } },
});
const restored = (n: number, revision = 2): Input => ({
  t: 'message_restore',
  d: { ...address, message_id: messageId(n), revision },
});
const around = (asked: number, numbers: ReadonlyArray<number>): Input => ({
  t: 'restored.loaded',
  d: {
    ...inChannel,
    message_id: messageId(asked),
    page: {
      messages: numbers.toReversed().map((n) => message(n, { revision: 2 })),
      next_before: null,
      next_after: null,
    },
  },
});
const shown = (state: ClientState) =>
  state.timelines[channelId(1)]?.messages.map(({ content }) => Number(content?.slice(8)));
const windowOf = (numbers: ReadonlyArray<number>, before: number | null): ClientState =>
  from(
    INITIAL,
    ready,
    subscribed,
    asked,
    loaded(
      numbers.toReversed().map((n) => message(n)),
      before,
    ),
  );

describe('a restored message', () => {
  it('stands again where it stood', () => {
    const state = from(windowOf([10, 30, 40], null), restored(20), around(20, [10, 20, 30]));
    expect(shown(state)).to.deep.equal([10, 20, 30, 40]);
    expect(state.timelines[channelId(1)]?.restored).to.deep.equal([]);
  });

  it('brings the other restored messages of its page with it', () => {
    const gone = from(windowOf([10, 40], null), restored(20), restored(30), around(20, [10, 20, 30, 40]));
    expect(shown(gone)).to.deep.equal([10, 20, 30, 40]);
    expect(gone.timelines[channelId(1)]?.restored).to.deep.equal([]);
  });

  it('from before the window stays out of it', () => {
    const state = from(windowOf([30, 40], 30), restored(10), around(10, [5, 10, 20, 30]));
    expect(shown(state)).to.deep.equal([30, 40]);
    const whole = from(windowOf([30, 40], null), restored(10), around(10, [10, 30]));
    expect(shown(whole)).to.deep.equal([10, 30, 40]);
  });

  it('that was deleted again stays away', () => {
    const again: Input = { t: 'message_delete', d: { ...address, message_id: messageId(20), revision: 3 } };
    expect(shown(from(windowOf([10, 30], null), restored(20), again, around(20, [10, 20, 30])))).to.deep.equal([
      10, 30,
    ]);
  });

  it('is asked for when a resume tells it and the window lacks it', () => {
    const replaced = (n: number): Input => ({ t: 'message_replace', d: { message: message(n, { revision: 2 }) } });
    const within = from(windowOf([100, 300], 100), replaced(200));
    expect(within.timelines[channelId(1)]?.restored).to.deep.equal([messageId(200)]);
    const older = from(windowOf([100, 300], 100), replaced(1));
    expect(older.timelines[channelId(1)]?.restored).to.deep.equal([]);
  });

  it('leads to the messages of the channel, whichever of them the window knew', () => {
    fc.assert(
      fc.property(fc.subarray([1, 2, 3, 4, 5, 6, 7, 8]), fc.integer({ min: 1, max: 8 }), (known, one) => {
        const all = [1, 2, 3, 4, 5, 6, 7, 8];
        const state = from(windowOf(known, null), restored(one), around(one, all));
        expect(shown(state)).to.deep.equal(all);
      }),
    );
  });
});
