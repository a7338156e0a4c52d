import { expect } from 'chai';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { actorOf } from '#commands/machine/origin.ts';
import { NO_STREAM } from '#commands/ports/event-store.ts';
import type { ChannelEvent } from '#domain/channel/events.ts';
import type { Home } from '#domain/kernel/home.ts';
import type { ChannelId, ConversationId, GuildId } from '#domain/kernel/ids.ts';
import { channelStream } from '#domain/kernel/stream.ts';
import {
  accepted,
  type Person,
  refusal,
  right,
  type TestWriteSide,
  testWriteSide,
} from '#infra/workshop/testkit/write-side.ts';

/** Any command, when all that matters is how it is refused. */
type Asked = TaskEither<{ readonly kind: string }, unknown>;

describe('authority in a channel', () => {
  let side: TestWriteSide;
  let ann: Person;
  let guildId: GuildId;
  beforeEach(async () => {
    side = testWriteSide();
    ann = await side.person('ann');
    ({ guildId } = await accepted(side.commands.createGuild({ ...side.by(ann), name: 'a guild' })));
  });

  /** No command makes a channel in a conversation, so the event is written as a later version would write it. */
  const channelIn = async (home: Home): Promise<ChannelId> => {
    const command = side.freshCommandId();
    const channelId = side.ports.ids.entityId(command, 'a test', 'ChannelId');
    const stream = channelStream(channelId);
    const event: ChannelEvent = {
      type: 'channel.created',
      data: { channelId, home, parentId: null, name: 'here', kind: 'text' },
    };
    const metadata = { actor: actorOf(ann.userId), correlation: 'a test', causation: command, time: side.now() };
    const eventId = side.ports.ids.eventId(command, metadata.actor, stream, 0);
    await right(side.store.append(stream, NO_STREAM, [{ eventId, event, metadata }]));
    return channelId;
  };
  const conversation = (): Home => ({
    kind: 'conversation',
    conversationId: side.ports.ids.entityId(side.freshCommandId(), 'a test', 'ConversationId') as ConversationId,
  });
  const refusals = async (channelId: ChannelId) => {
    const messageId = side.ports.ids.entityId(side.freshCommandId(), 'a test', 'MessageId');
    const at = { channelId, messageId };
    const { commands } = side;
    const asks: ReadonlyArray<Asked> = [
      commands.sendMessage({ ...side.by(ann), channelId, content: 'hello', replyTo: null }),
      commands.editMessage({ ...side.by(ann), ...at, content: 'hello', ifRevision: undefined }),
      commands.deleteMessage({ ...side.by(ann), ...at }),
      commands.addReaction({ ...side.by(ann), ...at, emoji: '👍' }),
      commands.removeReaction({ ...side.by(ann), ...at, emoji: '👍' }),
      commands.renameChannel({ ...side.by(ann), channelId, name: 'there' }),
      commands.deleteChannel({ ...side.by(ann), channelId }),
      commands.createInvite({ ...side.by(ann), guildId, channelId, expiresInSecs: null, maxUses: null }),
    ];
    const kinds: string[] = [];
    for (const ask of asks) kinds.push((await refusal(ask)).kind);
    return kinds;
  };

  it('is that of the guild which the channel itself names as its home', async () => {
    const channelId = await channelIn({ kind: 'guild', guildId });
    const said = side.commands.sendMessage({ ...side.by(ann), channelId, content: 'hello', replyTo: null });
    expect(await accepted(said)).to.deep.include({ channelId, guildId });
  });

  it('is nothing in a conversation: every command answers as if the channel never was', async () => {
    const [inConversation, absent] = [await channelIn(conversation()), channelIdThatNeverWas(side)];
    const before = side.store.all().length;
    const kinds = await refusals(inConversation);
    expect(new Set(kinds)).to.deep.equal(new Set(['ChannelUnknown']));
    expect(await refusals(absent)).to.deep.equal(kinds);
    expect(side.store.all().length).to.equal(before);
  });
});

const channelIdThatNeverWas = (side: TestWriteSide): ChannelId =>
  side.ports.ids.entityId(side.freshCommandId(), 'nobody', 'ChannelId');
