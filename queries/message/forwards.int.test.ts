/** Forwards show the words of another message, as long as they stand there. */
import { expect } from 'chai';
import { isLeft } from 'fp-ts/lib/Either.js';
import type { DomainEvent } from '#domain/event-catalog.ts';
import type { Position } from '#domain/kernel/event.ts';
import { type Instant, instantOf } from '#domain/kernel/instant.ts';
import type { CarriedForward } from '#domain/message/forward.ts';
import {
  channel,
  channelCreated,
  channelDeleted,
  channelErased,
  deleted,
  edited,
  guild,
  guildCreated,
  guildDeleted,
  joined,
  listed,
  message,
  registered,
  restored,
  sent,
  session,
  user,
} from '#infra/workshop/testkit/community-events.ts';
import { type ReadSide, readSide } from '#infra/workshop/testkit/read-side.ts';
import { guildDirectory } from '#projections/guild-directory/projector.ts';
import { messageTimeline } from '#projections/message-timeline/projector.ts';
import type { WordsPlace } from '#queries/message/forward-queries.ts';

const [OWNER, BOB] = [user(1), user(2)];
const SECRET = { guildId: guild(2), channelId: channel(2) };
const OPEN = { guildId: guild(1), channelId: channel(1) };
const MODELS = [guildDirectory, messageTimeline];
/** The time of every message that the events of the test kit send. */
const AT = sent(OPEN, message(1), OWNER).data.sentAt;
const LATER = instantOf(Date.parse(AT) + 60_000);

const forwardOf = (saidAt: Instant = AT): CarriedForward => ({
  chosen: message(1),
  forwarded: { channelId: SECRET.channelId, messageId: message(1), saidAt },
});
const editedAt = (content: string, at: Instant): DomainEvent => {
  const event = edited(SECRET, message(1), content);
  return { ...event, data: { ...event.data, editedAt: at } };
};

describe('the words that a forward shows', () => {
  let side: ReadSide;
  beforeEach(async () => {
    side = await readSide();
    write(
      registered(OWNER, 'owner'),
      registered(BOB, 'bob'),
      ...[OPEN, SECRET].flatMap(({ guildId, channelId }) => [
        guildCreated(guildId, OWNER, ['view_channel', 'read_message_history']),
        listed(guildId, channelId),
        channelCreated(guildId, channelId),
      ]),
      joined(OPEN.guildId, BOB),
      sent(SECRET, message(1), OWNER, 'the **first** words'),
      sent(OPEN, message(2), OWNER, 'look', null, forwardOf()),
    );
    for (const model of MODELS) await side.rebuild(model);
    side.project(MODELS);
  });
  afterEach(() => side.close());

  const write = (...events: ReadonlyArray<DomainEvent>) => {
    for (const event of events) side.log.write(event);
  };
  const bob = { viewer: { userId: BOB, sessionId: session(1) }, atLeast: undefined };
  /** The words of the forward as bob sees them, who is no member of the other guild. */
  const shown = async (n = 2) => {
    await side.settled(MODELS);
    const answer = await side.queries.message({ ...bob, ...OPEN, messageId: message(n) })();
    if (isLeft(answer)) return expect.fail(answer.left.kind);
    return answer.right.value.forward?.said?.content ?? null;
  };
  const movedSince = async (since: Position) => {
    await side.settled(MODELS);
    const answer = await side.queries.channelChanges({ ...bob, ...OPEN, since, cursor: undefined, limit: 10 })();
    if (isLeft(answer)) return expect.fail(answer.left.kind);
    return answer.right.value.changed.map(({ messageId, forward }) => ({ messageId, said: forward?.said ?? null }));
  };
  const toldOf = async (place: WordsPlace) => {
    await side.settled(MODELS);
    const answer = await side.queries.forwardsFrom(place)();
    if (isLeft(answer)) return expect.fail(answer.left.kind);
    return answer.right.map(({ at, forward }) => ({ messageId: at.messageId, said: forward.said?.content ?? null }));
  };

  it('are those of the message, with its author, for readers who may not see it', async () => {
    await side.settled(MODELS);
    const page = await side.queries.channelMessages({ ...bob, ...OPEN, limit: 10, before: undefined })();
    if (isLeft(page)) return expect.fail(page.left.kind);
    const [forward] = page.right.value.messages;
    expect(forward?.content).to.equal('look');
    expect(forward?.forward).to.deep.equal({
      ...{ channelId: SECRET.channelId, messageId: message(1) },
      said: {
        author: { userId: OWNER, username: 'owner', imported: false },
        content: 'the **first** words',
        sentAt: AT,
      },
    });
    expect(await side.queries.message({ ...bob, ...SECRET, messageId: message(1) })()).to.have.property('_tag', 'Left');
  });

  it('stay as they were forwarded when the message is edited, and a later forward has the later ones', async () => {
    write(editedAt('words for few', LATER));
    expect(await shown()).to.equal('the **first** words');
    write(
      sent(OPEN, message(3), OWNER, '', null, forwardOf(LATER)),
      editedAt('yet others', instantOf(Date.parse(LATER) + 1)),
    );
    expect(await shown()).to.equal('the **first** words');
    expect(await shown(3)).to.equal('words for few');
  });

  it('are gone with a deletion, come back with its undo, and both reach clients that were away', async () => {
    const before = await side.settled(MODELS);
    write(deleted(SECRET, message(1), BOB));
    expect(await shown()).to.equal(null);
    expect(await movedSince(before)).to.deep.equal([{ messageId: message(2), said: null }]);
    expect(await toldOf({ kind: 'message', messageId: message(1) })).to.deep.equal([
      { messageId: message(2), said: null },
    ]);
    const between = await side.settled(MODELS);
    write(restored(SECRET, message(1), OWNER, 'the **first** words'));
    expect(await shown()).to.equal('the **first** words');
    expect((await movedSince(between)).map(({ messageId }) => messageId)).to.deep.equal([message(2)]);
  });

  it('are gone for good once the channel or the guild of the message is erased', async () => {
    const before = await side.settled(MODELS);
    write(channelDeleted(SECRET.guildId, SECRET.channelId), channelErased(SECRET.guildId, SECRET.channelId));
    expect(await shown()).to.equal(null);
    expect(await movedSince(before)).to.deep.equal([{ messageId: message(2), said: null }]);
    expect(await toldOf({ kind: 'channel', channelId: SECRET.channelId })).to.deep.equal([
      { messageId: message(2), said: null },
    ]);
  });

  it('are gone with the guild of the message', async () => {
    write(guildDeleted(SECRET.guildId));
    expect(await shown()).to.equal(null);
    expect(await toldOf({ kind: 'guild', guildId: SECRET.guildId })).to.deep.equal([
      { messageId: message(2), said: null },
    ]);
  });

  it('never come, where the message was deleted in the same moment', async () => {
    write(deleted(SECRET, message(1), OWNER), sent(OPEN, message(3), OWNER, '', null, forwardOf()));
    expect(await shown(3)).to.equal(null);
  });
});
