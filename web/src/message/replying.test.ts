import { expect } from 'chai';
import { channelId, messageId } from '#infra/workshop/testkit/client-world.ts';
import type { Client } from '#web/client/client.ts';
import { replying } from '#web/message/replying.ts';
import { INITIAL } from '#web/store/state.ts';

const clientWith = (kept: Map<string, string>): Client =>
  ({
    state: () => INITIAL,
    askQuote: () => Promise.resolve(),
    platform: {
      keepsakes: {
        read: (key: string) => kept.get(key) ?? null,
        write: (key: string, text: string) => void kept.set(key, text),
        remove: (key: string) => void kept.delete(key),
      },
    },
  }) as unknown as Client;

describe('the reply that a user has begun', () => {
  const [here, there] = [channelId(1), channelId(2)];

  it('belongs to its channel and outlives a reload', () => {
    const kept = new Map<string, string>();
    replying(clientWith(kept)).begin({ channelId: here, messageId: messageId(5) });
    const after = replying(clientWith(kept));
    expect([after.of(here), after.of(there)]).to.deep.equal([messageId(5), null]);
  });

  it('mentions the author until the user says otherwise, also after a reload, and again in the next reply', () => {
    const kept = new Map<string, string>();
    const one = replying(clientWith(kept));
    one.begin({ channelId: here, messageId: messageId(5) });
    expect(one.mentions(here)).to.equal(true);
    one.mention(here, false);
    const after = replying(clientWith(kept));
    expect([after.of(here), after.mentions(here), after.mentions(there)]).to.deep.equal([messageId(5), false, true]);
    after.mention(here, true);
    expect(after.mentions(here)).to.equal(true);
    after.mention(here, false);
    after.begin({ channelId: here, messageId: messageId(6) });
    expect([after.of(here), after.mentions(here)]).to.deep.equal([messageId(6), true]);
  });

  it('ends once', () => {
    const one = replying(clientWith(new Map()));
    one.begin({ channelId: here, messageId: messageId(5) });
    expect([one.end(there), one.end(here), one.end(here)]).to.deep.equal([false, true, false]);
    expect(one.of(here)).to.equal(null);
  });

  it('is nothing when the kept text is no id of a message', () => {
    expect(replying(clientWith(new Map([[`reply.${here}`, '<b>']]))).of(here)).to.equal(null);
  });
});
