import { expect } from 'chai';
import { left, right } from 'fp-ts/lib/Either.js';
import type { MessageRef } from '#domain/kernel/address.ts';
import type { Unread } from '#gateway/protocol/resources.ts';
import { channelId, messageId } from '#infra/workshop/testkit/client-world.ts';
import type { Api } from '#web/client/api.ts';
import { readMarks } from '#web/client/read-marks.ts';
import { store as newStore } from '#web/store/store.ts';
import { refusal } from '#web/wire/http.ts';

const at = (n: number): MessageRef => ({ channelId: channelId(1), messageId: messageId(n) });
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the marks of reading', () => {
  let asked: MessageRef[];
  let timers: Array<{ readonly ms: number; readonly work: () => void }>;
  const begin = (answer: Awaited<ReturnType<Api['markRead']>>) => {
    asked = [];
    timers = [];
    const store = newStore(
      () => 0,
      (_, work) => work(),
    );
    const platform = {
      later: (ms: number, work: () => void) => {
        timers.push({ ms, work });
        return () => undefined;
      },
    };
    const nothing = () => Promise.reject(new Error('not asked here'));
    const api = {
      markRead: async (one: MessageRef) => {
        asked.push(one);
        return answer;
      },
      markUnreadFrom: nothing,
      markGuildRead: nothing,
      history: nothing,
    };
    return readMarks(platform, store, api);
  };
  const done: Unread = { channel_id: channelId(1), last_read_message_id: messageId(1), unread: 0, mentions: 0 };

  it('are at most one a second in a channel, and the last one counts', async () => {
    const { actions } = begin(right(done));
    actions.readUpTo(at(1));
    actions.readUpTo(at(2));
    actions.readUpTo(at(3));
    await settled();
    expect(asked).to.deep.equal([at(1)]);
    expect(timers.map(({ ms }) => ms)).to.deep.equal([1_000]);
    timers[0]?.work();
    await settled();
    expect(asked).to.deep.equal([at(1), at(3)]);
  });

  it('are tried again after a failure of the world, with longer pauses', async () => {
    const { actions } = begin(left(refusal(503, 'unavailable', 'busy')));
    actions.readUpTo(at(1));
    await settled();
    timers[0]?.work();
    await settled();
    expect(asked).to.deep.equal([at(1), at(1)]);
    expect(timers.map(({ ms }) => ms)).to.deep.equal([1_000, 2_000]);
  });

  it('are given up after a refusal for good', async () => {
    const { actions } = begin(left(refusal(404, 'not_found', 'gone')));
    actions.readUpTo(at(1));
    await settled();
    timers[0]?.work();
    await settled();
    expect(asked).to.deep.equal([at(1)]);
  });
});
