import { expect } from 'chai';
import { left } from 'fp-ts/lib/Either.js';
import type { MadeGuild } from '#commands/commands.ts';
import type { ChannelId, MessageId } from '#domain/kernel/ids.ts';
import { PINS_PER_CHANNEL_MAX } from '#domain/kernel/limits.ts';
import { channelStream } from '#domain/kernel/stream.ts';
import {
  accepted,
  type Person,
  refusal,
  type TestWriteSide,
  testWriteSide,
} from '#infra/workshop/testkit/write-side.ts';

describe('a pin', () => {
  let side: TestWriteSide;
  let ann: Person;
  let bob: Person;
  let guild: MadeGuild;
  let channelId: ChannelId;
  beforeEach(async () => {
    side = testWriteSide();
    ann = await side.person('ann');
    bob = await side.person('bob');
    guild = await accepted(side.commands.createGuild({ ...side.by(ann), name: 'a guild' }));
    channelId = await channelIn();
    await side.admit(ann, guild.guildId, bob);
  });

  const channelIn = async () =>
    (
      await accepted(
        side.commands.createChannel({ ...side.by(ann), guildId: guild.guildId, name: 'talk', channelKind: 'text' }),
      )
    ).channelId;
  const said = async (person = bob, at = channelId): Promise<MessageId> =>
    (await accepted(side.commands.sendMessage({ ...side.by(person), channelId: at, content: 'hello', replyTo: null })))
      .messageId;
  const pin = (person: Person, messageId: MessageId, at = channelId) =>
    side.commands.pinMessage({ ...side.by(person), channelId: at, messageId });
  const unpin = (person: Person, messageId: MessageId) =>
    side.commands.unpinMessage({ ...side.by(person), channelId, messageId });
  const remove = (person: Person, messageId: MessageId) =>
    accepted(side.commands.deleteMessage({ ...side.by(person), channelId, messageId }));
  const pins = () =>
    side.store
      .all()
      .flatMap(({ stream, event }) =>
        stream === channelStream(channelId) && event.type.startsWith('channel.message-') ? [event.type] : [],
      );
  const fill = async (): Promise<ReadonlyArray<MessageId>> => {
    const all: MessageId[] = [];
    for (let n = 0; n < PINS_PER_CHANNEL_MAX; n += 1) {
      const id = await said();
      await accepted(pin(ann, id));
      all.push(id);
    }
    return all;
  };

  it('is made and taken away once, whatever is asked again', async () => {
    const id = await said();
    for (const _ of [1, 2]) await accepted(pin(ann, id));
    for (const _ of [1, 2]) await accepted(unpin(ann, id));
    expect(pins()).to.deep.equal(['channel.message-pinned', 'channel.message-unpinned']);
  });

  it('is made once by a request that comes again with its key, also after another moderator took it away', async () => {
    const id = await said();
    const attempt = { ...side.by(ann), channelId, messageId: id };
    await accepted(side.commands.pinMessage(attempt));
    await accepted(side.restarted().commands.pinMessage(attempt));
    await accepted(unpin(ann, id));
    await accepted(side.restarted().commands.pinMessage(attempt));
    expect(pins()).to.deep.equal(['channel.message-pinned', 'channel.message-unpinned']);
  });

  it('cannot be made in a deleted channel', async () => {
    const id = await said();
    await accepted(side.commands.deleteChannel({ ...side.by(ann), channelId }));
    expect(await refusal(pin(ann, id))).to.deep.equal({ kind: 'ChannelUnknown' });
  });

  it('needs manage_messages, and a message of the channel that is there', async () => {
    const id = await said();
    const missing = { kind: 'MissingPermission', permission: 'manage_messages' };
    expect(await refusal(pin(bob, id))).to.deep.equal(missing);
    expect(await refusal(unpin(bob, id))).to.deep.equal(missing);
    expect(await refusal(pin(ann, await said(ann, await channelIn())))).to.deep.equal({ kind: 'PinnedUnknown' });
    await remove(bob, id);
    expect(await refusal(pin(ann, id))).to.deep.equal({ kind: 'PinnedUnknown' });
    expect(pins()).to.deep.equal([]);
  });

  it('is refused beyond the limit, also when two come at once for one place', async () => {
    const [first] = await fill();
    if (first === undefined) throw new Error('no message is pinned');
    await accepted(unpin(ann, first));
    const [one, other] = [await said(), await said()];
    const outcomes = await Promise.all([
      pin(ann, one)(),
      side.restarted().commands.pinMessage({ ...side.by(ann), channelId, messageId: other })(),
    ]);
    const full = left({ kind: 'PinsFull', max: PINS_PER_CHANNEL_MAX });
    expect(outcomes.filter(({ _tag }) => _tag === 'Right')).to.have.length(1);
    expect(outcomes.find(({ _tag }) => _tag === 'Left')).to.deep.equal(full);
  }).timeout(60_000);

  it('takes the place of a message that its author deleted, and of no message that can come back', async () => {
    const [first, second] = await fill();
    if (first === undefined || second === undefined) throw new Error('no message is pinned');
    await remove(ann, second);
    const next = await said();
    expect(await refusal(pin(ann, next))).to.deep.equal({ kind: 'PinsFull', max: PINS_PER_CHANNEL_MAX });
    await remove(bob, first);
    await accepted(pin(ann, next));
    expect(pins().slice(-2)).to.deep.equal(['channel.message-unpinned', 'channel.message-pinned']);
  }).timeout(60_000);
});
