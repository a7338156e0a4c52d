import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import { authorityInChannel } from '#commands/authority.ts';
import type { Capabilities } from '#commands/capabilities.ts';
import { readChannelName } from '#commands/channel/read-channel-name.ts';
import type { Commands } from '#commands/commands.ts';
import { THREAD_ARCHIVE_MINS } from '#commands/limits.ts';
import { change } from '#commands/machine/handle.ts';
import { originOf } from '#commands/machine/origin.ts';
import { createdAtOf, existing } from '#commands/machine/receipt.ts';
import { readContent } from '#commands/message/read-content.ts';
import { sendMessage } from '#commands/message/send-message.ts';
import type { ChannelEvent } from '#domain/channel/events.ts';
import type { BeginThreadRejection } from '#domain/channel/rejections.ts';
import { decideBeginThread } from '#domain/channel/thread-decide.ts';
import type { StoreUnavailable } from '#domain/kernel/failure.ts';
import { guildOf } from '#domain/kernel/home.ts';
import { ChannelId, type MessageId } from '#domain/kernel/ids.ts';
import { channelStream, messageStream } from '#domain/kernel/stream.ts';
import { isThere } from '#domain/message/decide.ts';

type Decision = Either<BeginThreadRejection | StoreUnavailable, ReadonlyArray<ChannelEvent>>;
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
 * with the message.
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
    const archiveAfterMins = intent.archiveAfterMins ?? THREAD_ARCHIVE_MINS;
    const channelId = threadIdOf(can, intent, origin.actor);

    const begun = await change(can)({
      fold: can.folds.channel,
      stream: channelStream(channelId),
      origin,
      wants: () => ({
        type: 'channel.thread-begun',
        facts: { parentId, rootId, name: name.right, archiveAfterMins },
      }),
      decide:
        ({ state }, at) =>
        async (): Promise<Decision> => {
          const here = await authorityInChannel(can.folds)(actor, parentId, at)();
          if (isLeft(here)) return here;
          const { authority, lockedOut, channel: parent } = here.right;
          if (lockedOut !== null) return left(lockedOut);
          const root = await rootIsThere(can, rootId, parentId);
          if (isLeft(root)) return root;
          const said = { channelId, parent, rootId, rootIsThere: root.right, name: name.right, archiveAfterMins };
          return decideBeginThread({ ...said, authority, at }, state);
        },
    })();
    if (isLeft(begun)) return begun;
    const state = existing(begun.right.state);
    const made = { channelId, parentId, rootId, name: state.name, archiveAfterMins, begunAt: createdAtOf(begun.right) };
    const by = state.thread?.by ?? actor;
    const guildId = guildOf(state.home);
    if (guildId === null) return left({ kind: 'ChannelUnknown' });
    const value = { ...made, guildId, by };
    if (content.right === null)
      return right({ position: begun.right.position, value: { ...value, firstMessageId: null, named: [] } });
    const sent = await sendMessage(can)({ ...intent, channelId, content: content.right, replyTo: null })();
    if (isLeft(sent)) return sent;
    const { messageId: firstMessageId, mentions } = sent.right.value;
    return right({ position: sent.right.position, value: { ...value, firstMessageId, named: mentions.users } });
  };
