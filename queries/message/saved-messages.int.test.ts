/** The list of saved messages behind the gate, with the personal store of a real Postgres. */
import { expect } from 'chai';
import { isLeft } from 'fp-ts/lib/Either.js';
import type { DomainEvent } from '#domain/event-catalog.ts';
import type { ChannelId, MessageId, UserId } from '#domain/kernel/ids.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import { openPersonal, type PersonalStore } from '#infra/personal/open-personal.ts';
import {
  channel,
  channelCreated,
  channelDeleted,
  channelErased,
  channelRestored,
  deleted,
  guild,
  guildCreated,
  joined,
  kicked,
  listed,
  message,
  registered,
  restored,
  sent,
  session,
  threadBegun,
  user,
} from '#infra/workshop/testkit/community-events.ts';
import * as ruled from '#infra/workshop/testkit/governance-events.ts';
import { type ReadSide, readSide } from '#infra/workshop/testkit/read-side.ts';
import { guildDirectory } from '#projections/guild-directory/projector.ts';
import { messageTimeline } from '#projections/message-timeline/projector.ts';

const G = guild(1);
const [OWNER, ANN] = [user(1), user(2)];
const OPEN = { guildId: G, channelId: channel(1) };
const THREAD = { guildId: G, channelId: channel(9) };
const MODELS = [guildDirectory, messageTimeline];

describe('the saved messages in the read models', () => {
  let side: ReadSide;
  let personal: PersonalStore;
  beforeEach(async () => {
    side = await readSide();
    personal = await openPersonal({ connectionString: side.url }, true);
    write(
      ...[OWNER, ANN].map((userId, n) => registered(userId, `user-${n}`)),
      guildCreated(G, OWNER, ['view_channel', 'read_message_history']),
      listed(G, OPEN.channelId),
      channelCreated(G, OPEN.channelId),
      joined(G, ANN),
      threadBegun(OPEN, THREAD.channelId, OWNER),
      ...[1, 2, 3].map((n) => sent(OPEN, message(n), OWNER, `text ${n}`)),
      sent(THREAD, message(4), OWNER, 'text 4'),
    );
    for (const model of MODELS) await side.rebuild(model);
    side.project(MODELS);
  });
  afterEach(async () => {
    await personal.close();
    await side.close();
  });

  const write = (...events: ReadonlyArray<DomainEvent>) => {
    for (const event of events) side.log.write(event);
  };
  const by = (userId: UserId) => ({ viewer: { userId, sessionId: session(1) }, atLeast: undefined });
  const placeOf = async (messageId: MessageId, userId: UserId = ANN) => {
    await side.settled(MODELS);
    const place = await side.queries.messagePlace({ ...by(userId), messageId })();
    return isLeft(place) ? place.left.kind : place.right.value.channelId;
  };
  const save = async (n: number, channelId: ChannelId = OPEN.channelId) => {
    const saved = await personal.saved.save(ANN, { messageId: message(n), channelId }, instantOf(n))();
    if (isLeft(saved)) throw new Error(saved.left.kind);
  };
  const saveAll = async () => {
    for (const n of [3, 1, 2]) await save(n);
    await save(4, THREAD.channelId);
  };
  const page = async (limit = 50, before?: number, userId: UserId = ANN) => {
    await side.settled(MODELS);
    const answer = await side.queries.savedMessages({ ...by(userId), limit, before })();
    if (isLeft(answer)) return expect.fail(JSON.stringify(answer.left));
    return answer.right.value;
  };
  const shown = async () => (await page()).saved.map(({ message: { messageId } }) => Number(messageId.slice(2)));

  it('show those saved last first, with those in threads, to their user alone', async () => {
    await saveAll();
    expect(await shown()).to.deep.equal([4, 2, 1, 3]);
    const [last] = (await page()).saved;
    expect(last?.savedAt).to.equal(instantOf(4));
    expect(last?.message.content).to.equal('text 4');
    expect((await page(50, undefined, OWNER)).saved).to.deep.equal([]);
  });

  it('bring the threads in which they stand, because a client may not know them', async () => {
    await saveAll();
    const threads = async () => (await page()).threads.map(({ channelId }) => channelId);
    expect(await threads()).to.deep.equal([THREAD.channelId]);
    await personal.saved.remove(ANN, message(4))();
    expect(await threads()).to.deep.equal([]);
  });

  it('are read in pages without gap or repeat, also where some are hidden', async () => {
    await saveAll();
    write(deleted(OPEN, message(1), OWNER));
    const first = await page(2);
    expect(first.saved.map(({ message: { messageId } }) => messageId)).to.deep.equal([4, 2].map(message));
    const second = await page(2, first.nextBefore ?? undefined);
    expect(second.saved.map(({ message: { messageId } }) => messageId)).to.deep.equal([message(3)]);
    expect(second.nextBefore).to.equal(null);
  });

  it('leave out a deleted message, and show it again once it is restored', async () => {
    await saveAll();
    write(deleted(OPEN, message(2), OWNER));
    expect(await shown()).to.deep.equal([4, 1, 3]);
    write(restored(OPEN, message(2), OWNER));
    expect(await shown()).to.deep.equal([4, 2, 1, 3]);
  });

  it('leave out a channel that is hidden, deleted or erased, with its threads', async () => {
    await saveAll();
    const everyone = ruled.forRole(G);
    write(ruled.overwriteSet(G, OPEN.channelId, everyone, { deny: ['read_message_history'] }));
    expect(await shown()).to.deep.equal([]);
    write(ruled.overwriteSet(G, OPEN.channelId, everyone, { allow: ['read_message_history'] }));
    expect(await shown()).to.deep.equal([4, 2, 1, 3]);
    write(channelDeleted(G, OPEN.channelId));
    expect(await shown()).to.deep.equal([]);
    write(channelRestored(G, OPEN.channelId));
    expect(await shown()).to.deep.equal([4, 2, 1, 3]);
    write(channelDeleted(G, THREAD.channelId));
    expect(await shown()).to.deep.equal([2, 1, 3]);
    write(channelDeleted(G, OPEN.channelId), channelErased(G, OPEN.channelId));
    expect(await shown()).to.deep.equal([]);
  });

  it('leave out what stands in a guild that the user left, and show it after a return', async () => {
    await saveAll();
    write(kicked(G, ANN, OWNER));
    expect(await shown()).to.deep.equal([]);
    write(joined(G, ANN));
    expect(await shown()).to.deep.equal([4, 2, 1, 3]);
  });

  it('have a place only where the user may read it now, and an absent one looks like a hidden one', async () => {
    expect(await placeOf(message(1))).to.equal(OPEN.channelId);
    expect(await placeOf(message(4))).to.equal(THREAD.channelId);
    expect(await placeOf(message(99))).to.equal('NotVisible');
    write(deleted(OPEN, message(2), OWNER));
    expect(await placeOf(message(2))).to.equal('NotVisible');
    write(ruled.overwriteSet(G, OPEN.channelId, ruled.forRole(G), { deny: ['read_message_history'] }));
    for (const n of [1, 4]) expect(await placeOf(message(n))).to.equal('NotVisible');
  });
});
