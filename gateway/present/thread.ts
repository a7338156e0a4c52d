import type { MadeThread } from '#commands/commands.ts';
import type { ArchiveThreadRejection, BeginThreadRejection } from '#domain/channel/rejections.ts';
import { plusMillis } from '#domain/kernel/instant.ts';
import { quotedLine } from '#domain/kernel/quoted-line.ts';
import { MINUTE_MS } from '#domain/kernel/units.ts';
import { plainLine } from '#domain/markdown/plain-line.ts';
import type { SendMessageRejection } from '#domain/message/rejections.ts';
import { postTagsRefusals } from '#gateway/present/channel.ts';
import { notFound, saysWhy, shared } from '#gateway/present/failures.ts';
import { sendMessageRefusals } from '#gateway/present/message.ts';
import { explained, type Refusals } from '#gateway/present/refusals.ts';
import type { Thread, User } from '#gateway/protocol/resources.ts';
import { FIRST_WORDS_CHARS_MAX } from '#queries/limits.ts';

/** Writes the first words of a post on one line, as a list shows them. */
const firstWords = (text: string): string => quotedLine(plainLine(text), FIRST_WORDS_CHARS_MAX);

/** Presents a thread at the moment in which it was begun. */
export const presentThreadMade = (made: MadeThread, begunBy: User): Thread => ({
  channel_id: made.channelId,
  guild_id: made.guildId,
  parent_id: made.parentId,
  root_id: made.rootId,
  name: made.name,
  begun_by: begunBy,
  begun_at: made.begunAt,
  archive_after_mins: made.archiveAfterMins,
  messages: made.firstMessageId === null ? 0 : 1,
  last_at: made.firstMessageId === null ? null : made.begunAt,
  archives_at: plusMillis(made.begunAt, made.archiveAfterMins * MINUTE_MS),
  ...(made.post === null ? {} : { post: { tag_ids: made.post.tagIds, words: firstWords(made.post.words) } }),
});

export const beginThreadRefusals: Refusals<BeginThreadRejection | SendMessageRejection> = {
  ...sendMessageRefusals,
  ChannelNameInvalid: saysWhy('channel_name_invalid', 'name'),
  NoThreadsHere: explained(
    'no_threads_here',
    'Begin threads in text channels and posts in forums. A thread holds no further threads.',
  ),
  ...postTagsRefusals,
  PostWithoutWords: explained('post_without_words', 'Write the first message of the post.'),
  RootUnknown: notFound,
  ThreadExists: explained('thread_exists', 'Write in the thread of this message, unless a moderator deleted it.'),
};

export const archiveThreadRefusals: Refusals<ArchiveThreadRejection> = {
  ChannelUnknown: shared.ChannelUnknown,
  MissingPermission: shared.MissingPermission,
  NotAThread: explained('not_a_thread', 'Name a thread. A channel cannot be archived.'),
  AttemptReused: shared.AttemptReused,
};
