/** Erasures: what the sweep asks the write side to do (decision 0037). Each may run again at any time. */
import { type Either, isLeft, right } from 'fp-ts/lib/Either.js';
import type { Capabilities } from '#commands/capabilities.ts';
import { ERASURE_MARGIN_MS } from '#commands/limits.ts';
import type { FoldedStream } from '#commands/machine/folds.ts';
import { ensure } from '#commands/machine/handle.ts';
import type { Origin } from '#commands/machine/origin.ts';
import { decideEraseChannel } from '#domain/channel/decide.ts';
import { decideUnlistChannel } from '#domain/guild/decide.ts';
import type { CommandFailure, FilesUnavailable, StoreUnavailable } from '#domain/kernel/failure.ts';
import { guildOf } from '#domain/kernel/home.ts';
import type { ChannelId, GuildId, MessageId } from '#domain/kernel/ids.ts';
import { type Instant, millisOf } from '#domain/kernel/instant.ts';
import { channelStream, guildStream, messageStream } from '#domain/kernel/stream.ts';
import type { MessageState } from '#domain/message/state.ts';
import { isDeletedByAuthor } from '#domain/message/undo.ts';

/** Actor of the sweep, as in event metadata. */
const ERASURE_ACTOR = 'reactor:erasure';

/**
 * State of a message that decides about its files: it is `there`, was `removed` by a moderator, or is `gone`, because its
 * author deleted it or no stream has it.
 */
export type FilesState = 'there' | 'removed' | 'gone';

export type Erasures = {
  readonly standing: (messageId: MessageId) => Promise<Either<StoreUnavailable, FilesState>>;
  /** Erases a deleted message whose time to be restored is over. Answers whether it was due. */
  readonly message: (messageId: MessageId) => Promise<Either<StoreUnavailable | FilesUnavailable, boolean>>;
  /** True for a channel, its guild or the parent of a thread that is deleted, and whose time to be restored is over. */
  readonly isChannelDue: (channelId: ChannelId) => Promise<Either<StoreUnavailable, boolean>>;
  readonly isGuildDue: (guildId: GuildId) => Promise<Either<StoreUnavailable, boolean>>;
  /** Erases a message of a channel that is due, deleted or not. */
  readonly messageOfChannel: (messageId: MessageId) => Promise<Either<StoreUnavailable | FilesUnavailable, void>>;
  /** Erases the reasons on the stream of a guild that is due. */
  readonly textsOfGuild: (guildId: GuildId) => Promise<Either<StoreUnavailable, void>>;
  /**
   * Erases the reasons on the stream of the channel, and then says in the log that its texts are erased. Its messages
   * must be erased before. The place in the guild goes too, if a crash has left it.
   */
  readonly channelErased: (channelId: ChannelId) => Promise<Either<CommandFailure, void>>;
};

type Can = Pick<Capabilities, 'clock' | 'files' | 'folds' | 'ids' | 'store' | 'texts' | 'undoMs'>;

/** Whether a removal at this time can no more be undone. The margin lets an undo end that began in time. */
const isOver = ({ clock, undoMs }: Can, removedAt: Instant): boolean =>
  millisOf(removedAt) + undoMs + ERASURE_MARGIN_MS <= millisOf(clock.now());

const isGone = <S extends { readonly kind: string }>(can: Can, { state, lastAt }: FoldedStream<S>): boolean =>
  state.kind === 'Deleted' && lastAt !== undefined && isOver(can, lastAt);

/** Destroys the keys of the texts and files of a message, and then the bytes of its files. */
const eraseMessage = async (
  { texts, files }: Can,
  { state, head }: Pick<FoldedStream<MessageState>, 'state' | 'head'>,
): Promise<Either<StoreUnavailable | FilesUnavailable, void>> => {
  if (state.kind === 'Absent') return right(undefined);
  const erased = await texts.eraseTexts(messageStream(state.messageId), head)();
  return isLeft(erased) || state.files.length === 0 ? erased : files.erase(state.messageId)();
};

export const erasuresOf = (can: Can): Erasures => {
  const isGuildDue: Erasures['isGuildDue'] = async (guildId) => {
    const folded = await can.folds.guild.read(guildStream(guildId))();
    return isLeft(folded) ? folded : right(isGone(can, folded.right));
  };
  const isChannelDue: Erasures['isChannelDue'] = async (channelId) => {
    const folded = await can.folds.channel.read(channelStream(channelId))();
    if (isLeft(folded)) return folded;
    if (isGone(can, folded.right)) return right(true);
    const { state } = folded.right;
    if (state.kind === 'Absent') return right(false);
    if (state.thread !== null) return isChannelDue(state.thread.parentId);
    const guildId = guildOf(state.home);
    return guildId === null ? right(false) : isGuildDue(guildId);
  };
  return {
    isGuildDue,
    isChannelDue,
    standing: async (messageId) => {
      const folded = await can.folds.message.read(messageStream(messageId))();
      if (isLeft(folded)) return folded;
      const { state } = folded.right;
      if (state.kind === 'Present') return right('there');
      return right(state.kind === 'Deleted' && !isDeletedByAuthor(state) ? 'removed' : 'gone');
    },
    message: async (messageId) => {
      const stream = messageStream(messageId);
      const folded = await can.folds.message.read(stream)();
      if (isLeft(folded)) return folded;
      const { state, head } = folded.right;
      if (state.kind !== 'Deleted') return right(false);
      if (!isDeletedByAuthor(state) && !isOver(can, state.deletedAt)) return right(false);
      const erased = await eraseMessage(can, { state, head });
      return isLeft(erased) ? erased : right(true);
    },
    messageOfChannel: async (messageId) => {
      const stream = messageStream(messageId);
      const folded = await can.folds.message.read(stream)();
      return isLeft(folded) ? folded : eraseMessage(can, folded.right);
    },
    textsOfGuild: async (guildId) => {
      const stream = guildStream(guildId);
      const folded = await can.folds.guild.read(stream)();
      return isLeft(folded) ? folded : can.texts.eraseTexts(stream, folded.right.head)();
    },
    channelErased: async (channelId) => {
      const command = can.ids.freshCommandId();
      const origin: Origin = { actor: ERASURE_ACTOR, command, correlation: command };
      const stream = channelStream(channelId);
      const folded = await can.folds.channel.read(stream)();
      if (isLeft(folded)) return folded;
      const erased = await can.texts.eraseTexts(stream, folded.right.head)();
      if (isLeft(erased)) return erased;
      const done = await ensure(can)({
        fold: can.folds.channel,
        stream,
        origin,
        decide:
          ({ state }) =>
          async () =>
            right(decideEraseChannel(state)),
      })();
      if (isLeft(done)) return done;
      const { state } = done.right;
      const guildId = state.kind === 'Absent' ? null : guildOf(state.home);
      if (guildId === null) return right(undefined);
      const unlisted = await ensure(can)({
        fold: can.folds.guild,
        stream: guildStream(guildId),
        origin,
        decide:
          ({ state: guild }) =>
          async () =>
            decideUnlistChannel({ channelId }, guild),
      })();
      return isLeft(unlisted) ? unlisted : right(undefined);
    },
  };
};
