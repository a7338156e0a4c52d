import { expect } from 'chai';
import { channelId } from '#infra/workshop/testkit/client-world.ts';
import { holdsUnsent } from '#web/message/unsent.ts';
import type { PendingMessage } from '#web/store/state.ts';

const pending = (status: PendingMessage['status']): PendingMessage => ({
  nonce: status,
  channelId: channelId(1),
  content: 'mine',
  replyTo: null,
  at: 0,
  status,
  messageId: null,
  uncertain: false,
  trouble: null,
});

describe('an unsent message', () => {
  it('is one that waits, is being sent or was refused', () => {
    expect(holdsUnsent({ unconfirmed: [], changes: [] })).to.equal(false);
    expect(holdsUnsent({ unconfirmed: [pending('acknowledged')], changes: [] })).to.equal(false);
    for (const status of ['waiting', 'sending', 'refused'] as const) {
      expect(holdsUnsent({ unconfirmed: [pending('acknowledged'), pending(status)], changes: [] }), status).to.equal(
        true,
      );
    }
  });
});
