import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import { authorityInChannel } from '#commands/authority.ts';
import type { Capabilities } from '#commands/capabilities.ts';
import { readChannelName } from '#commands/channel/read-channel-name.ts';
import type { Commands } from '#commands/commands.ts';
import { POST_ARCHIVE_MINS, THREAD_ARCHIVE_MINS } from '#commands/limits.ts';
import { change } from '#commands/machine/handle.ts';
import { originOf } from '#commands/machine/origin.ts';
import { createdAtOf, existing } from '#commands/machine/receipt.ts';
import { readContent } from '#commands/message/read-content.ts';
import { messageIdOf, sendFirstMessage, sendMessage, turnRefused } from '#commands/message/send-message.ts';
import { slowModeFor } from '#domain/channel/decide.ts';
import type { ChannelEvent } from '#domain/channel/events.ts';
import type { BeginThreadRejection } from '#domain/channel/rejections.ts';
import { decideBeginThread } from '#domain/channel/thread-decide.ts';
import type { StoreUnavailable, VaultUnavailable } from '#domain/kernel/failure.ts';
import { guildOf } from '#domain/kernel/home.ts';
import { ChannelId, type MessageId } from '#domain/kernel/ids.ts';
import { channelStream, messageStream } from '#domain/kernel/stream.ts';
import { SECOND_MS } from '#domain/kernel/units.ts';
import { isThere } from '#domain/message/decide.ts';
import type { SlowMode } from '#domain/message/rejections.ts';

type Decision = Either<
  BeginThreadRejection | SlowMode | StoreUnavailable | VaultUnavailable,
  ReadonlyArray<ChannelEvent>
>;
type Intent = Parameters<Commands['beginThread']>[0];

/** A thread about a message has its id, and any other one an id of its own. */
const threadIdOf = ({ ids }: Capabilities, { commandId, channelId, rootId }: Intent, actor: string): ChannelId =>
  rootId !== null && ChannelId.is(rootId) ? rootId : ids.entityId(commandId, `${actor} ${channelId}`, 'ChannelId');

/** Says whether the root stands in the channel and is not deleted. */
const rootIsThere = async (
  { folds }: Capabilities,
  rootId: MessageId | null,
  channelId: ChannelId,
): Promise<Either<StoreUnavailable, boolean>> => {
  if (rootId === null) return right(false);
  const root = await folds.message.read(messageStream(rootId))();
  return isLeft(root) ? root : right(isThere(root.right.state, { channelId }));
};

/**
 * Begins a thread, and then sends its first message in the same attempt. A retry after a crash between the two goes on
 * with the message. A post without a message is in no list, so a half of it is never seen (decision 0053).
 */
export const beginThread =
  (can: Capabilities): Commands['beginThread'] =>
  (intent) =>
  async () => {
    const origin = originOf(intent);
    const { actor, channelId: parentId, rootId } = intent;
    const name = readChannelName(intent.name);
    if (isLeft(name)) return name;
    const content = intent.content === null ? right(null) : readContent(intent.content);
    if (isLeft(content)) return content;
    const tagIds = intent.tagIds ?? [];
    const channelId = threadIdOf(can, intent, origin.actor);

    const begun = await change(can)({
      fold: can.folds.channel,
      stream: channelStream(channelId),
      origin,
      wants: () => [
        {
          type: 'channel.thread-begun',
          facts: {
            ...{ parentId, rootId, name: name.right },
            ...(intent.archiveAfterMins === undefined ? {} : { archiveAfterMins: intent.archiveAfterMins }),
          },
        },
        { type: 'channel.post-tagged', facts: { tagIds } },
      ],
      decide:
        ({ state }, at) =>
        async (): Promise<Decision> => {
          const here = await authorityInChannel(can.folds)(actor, parentId, at)();
          if (isLeft(here)) return here;
          const { authority, lockedOut, channel: parent } = here.right;
          const isPost = parent.channelKind === 'forum';
          if (lockedOut !== null) return left(lockedOut);
          const root = await rootIsThere(can, rootId, parentId);
          if (isLeft(root)) return root;
          const archiveAfterMins = intent.archiveAfterMins ?? (isPost ? POST_ARCHIVE_MINS : THREAD_ARCHIVE_MINS);
          const said = { channelId, parent, rootId, rootIsThere: root.right, name: name.right, archiveAfterMins };
          const hasWords = content.right !== null;
          const decided = decideBeginThread({ ...said, hasWords, tagIds, authority, at }, state);
          const everySecs = slowModeFor(parent, authority);
          if (isLeft(decided) || !isPost || everySecs === 0) return decided;
          // A member waits between two posts of a forum as between two messages of a channel.
          const messageId = messageIdOf(can, intent);
          const turn = { channelId: parentId, userId: actor, messageId, at, everyMs: everySecs * SECOND_MS };
          return (await turnRefused(can, turn)) ?? decided;
        },
    })();
    if (isLeft(begun)) return begun;
    const state = existing(begun.right.state);
    const { archiveAfterMins = THREAD_ARCHIVE_MINS } = state.thread ?? {};
    const made = { channelId, parentId, rootId, name: state.name, archiveAfterMins, begunAt: createdAtOf(begun.right) };
    const parent = await can.folds.channel.read(channelStream(parentId))();
    if (isLeft(parent)) return parent;
    const isPost = parent.right.state.kind !== 'Absent' && parent.right.state.channelKind === 'forum';
    const by = state.thread?.by ?? actor;
    const guildId = guildOf(state.home);
    if (guildId === null) return left({ kind: 'ChannelUnknown' });
    const post = isPost ? { tagIds: state.thread?.tagIds ?? [], words: content.right ?? '' } : null;
    const value = { ...made, guildId, by, post };
    if (content.right === null)
      return right({ position: begun.right.position, value: { ...value, firstMessageId: null, named: [] } });
    const send = isPost ? sendFirstMessage(can, parentId) : sendMessage(can);
    const sent = await send({ ...intent, channelId, content: content.right, replyTo: null })();
    if (isLeft(sent)) return sent;
    const { messageId: firstMessageId, mentions } = sent.right.value;
    return right({ position: sent.right.position, value: { ...value, firstMessageId, named: mentions.users } });
  };
