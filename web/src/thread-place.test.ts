import { expect } from 'chai';
import { channel, channelId, guildId, messageId, thread } from '#infra/workshop/testkit/client-world.ts';
import { routeTo } from '#web/routes.ts';
import { withThreads } from '#web/store/threads.ts';
import { inFull, namedIn, threadIn } from '#web/thread-place.ts';

const [G, C, T] = [guildId(1), channelId(1), channelId(7)];
const parent = { [C]: channel(1) };
const channels = withThreads(parent, [thread(7)]);
const of = (id = T, message = messageId(3)) => ({ threadId: id, messageId: message });

describe('the thread of a route', () => {
  it('is written beside its channel, however the address named it', () => {
    const full = routeTo(G, C, null, of());
    expect(inFull(routeTo(G, T, messageId(3)), channels)).to.deep.equal(full);
    expect(inFull(routeTo(G, channelId(2), messageId(9), of()), channels)).to.deep.equal(full);
    expect(inFull(full, channels)).to.equal(full);
  });

  it('stays as it was named while the client does not know it', () => {
    for (const route of [routeTo(G, null), routeTo(G, T), routeTo(G, C, messageId(1)), routeTo(G, C, null, of())])
      expect(inFull(route, parent)).to.equal(route);
  });

  it('keeps its last form when it disappears, and nothing of another one', () => {
    const route = routeTo(G, C, null, of());
    const open = threadIn(route, channels, null);
    expect(open?.place?.name).to.equal('thread 7');
    const gone = threadIn(route, parent, open);
    expect([gone?.place, gone?.seen?.name]).to.deep.equal([null, 'thread 7']);
    expect(threadIn(routeTo(G, C, null, of(channelId(8))), parent, gone)?.seen).to.equal(null);
    expect(threadIn(routeTo(G, C), channels, open)).to.equal(null);
  });

  it('is no thread when the address names a channel in its place', () => {
    expect(threadIn(routeTo(G, C, null, of(C)), channels, null)?.place).to.equal(null);
  });

  it('names its message, beside that of the channel', () => {
    expect(namedIn(routeTo(G, C, messageId(1), of()))).to.deep.equal([
      { channelId: C, messageId: messageId(1) },
      { channelId: T, messageId: messageId(3) },
    ]);
    for (const route of [null, routeTo(G, null), routeTo(G, C)]) expect(namedIn(route)).to.deep.equal([]);
  });
});
