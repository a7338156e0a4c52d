import { expect } from 'chai';
import type { ChannelId } from '#domain/kernel/ids.ts';
import type { Thread } from '#gateway/protocol/resources.ts';
import { readingThreads } from '#web/message/threads/take-read.ts';

const thread = (n: number, name: string) => ({ channel_id: `${n}` as ChannelId, name }) as Thread;

describe('threads that are read', () => {
  let channels: { readonly [id: ChannelId]: { readonly thread?: Thread } };
  const client = {
    state: () => ({ channels }),
    takeThreads: (threads: ReadonlyArray<Thread>) => {
      channels = { ...channels, ...Object.fromEntries(threads.map((one) => [one.channel_id, { thread: one }])) };
    },
  };
  const names = () => Object.values(channels).map((place) => place.thread?.name);
  beforeEach(() => {
    channels = {};
    client.takeThreads([thread(1, 'first'), thread(2, 'second')]);
  });

  it('are taken as the answer says them', () => {
    readingThreads(client)([thread(1, 'first, later'), thread(3, 'third')]);
    expect(names()).to.deep.equal(['first, later', 'second', 'third']);
  });

  it('stay as they were told while the answer was on its way', () => {
    const take = readingThreads(client);
    client.takeThreads([thread(2, 'second, renamed'), thread(3, 'third, renamed')]);
    take([thread(1, 'first, later'), thread(2, 'second'), thread(3, 'third')]);
    expect(names()).to.deep.equal(['first, later', 'second, renamed', 'third, renamed']);
  });
});
