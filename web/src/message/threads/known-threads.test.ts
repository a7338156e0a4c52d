import { expect } from 'chai';
import type { ChannelId, MessageId } from '#domain/kernel/ids.ts';
import type { Message, Thread } from '#gateway/protocol/resources.ts';
import { threadAbout } from '#web/message/threads/known-threads.ts';
import type { Place } from '#web/store/state.ts';

const ID = '0'.repeat(26);
const thread = { channel_id: ID as ChannelId, name: 'Friday' } as Thread;
const message = { message_id: ID as MessageId, thread } as Message;

describe('the thread about a message', () => {
  it('is the one that the client knows as a place', () => {
    expect(threadAbout((id) => (id === thread.channel_id ? ({ thread } as Place) : undefined), message)).to.equal(
      thread,
    );
  });

  it('is gone once it was deleted, although the message was read with it', () => {
    expect(threadAbout(() => undefined, message)).to.equal(undefined);
  });
});
