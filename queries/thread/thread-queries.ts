/** Questions about threads, and their answers. */

import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { ArchiveMins } from '#domain/channel/events.ts';
import type { ChannelRef } from '#domain/kernel/address.ts';
import type { Position } from '#domain/kernel/event.ts';
import type { ChannelId, GuildId, MessageId, TagId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { Query, QueryFailure, UserView } from '#queries/queries.ts';

/**
 * Facts that a post has beside those of every thread. `tagIds` may name tags that the forum has no more. `words` are the
 * first words on one line. They are null once the first message is deleted or erased.
 */
export type PostView = { readonly tagIds: ReadonlyArray<TagId>; readonly words: string | null };
/** Sort of a list of threads: the last active one first, or the last begun one first. */
export type ThreadSort = 'activity' | 'begun';

/** Thread as every viewer of its parent with the history sees it. */
export type ThreadView = {
  readonly channelId: ChannelId;
  readonly guildId: GuildId;
  /** The channel whose viewers see the thread. */
  readonly parentId: ChannelId;
  /** The message that the thread is about, or null. It has the id of the thread. */
  readonly rootId: MessageId | null;
  readonly name: string;
  readonly begunBy: UserView;
  readonly begunAt: Instant;
  readonly archiveAfterMins: ArchiveMins;
  /** From 0 to `THREAD_MESSAGES_COUNTED_MAX`. */
  readonly messages: number;
  /** Time of the newest message, or null without one. */
  readonly lastAt: Instant | null;
  /** Time from which on the thread is archived, unless another message comes. */
  readonly archivesAt: Instant;
  /** Facts of a post. Null for a thread that stands in no forum. */
  readonly post: PostView | null;
};

/** Thread as it is now. A deleted one may be restored. */
export type CurrentThread = { readonly deleted: boolean; readonly thread: ThreadView };

export type ThreadQueries = {
  /** Threads of a channel that are archived, or those that are not. */
  readonly threads: Query<
    ChannelRef & {
      readonly archived: boolean;
      readonly sort: ThreadSort;
      /** Tags of which a post carries at least one. An empty list asks for every thread. */
      readonly tagIds: ReadonlyArray<TagId>;
      readonly limit: number;
      readonly before: ChannelId | undefined;
    },
    { readonly threads: ReadonlyArray<ThreadView>; readonly nextBefore: ChannelId | null }
  >;
  readonly thread: Query<ChannelRef, ThreadView>;
  /**
   * A page of the threads of a channel that changed after `since`, or whose messages did, also the deleted ones, by id.
   * `next` is the `after` of the next page.
   */
  readonly threadsChanged: Query<
    ChannelRef & { readonly since: Position; readonly after: ChannelId | undefined; readonly limit: number },
    { readonly threads: ReadonlyArray<CurrentThread>; readonly next: ChannelId | undefined }
  >;
  /** The threads among these channels, for the gateway. It decides no visibility. */
  readonly threadsNow: (question: { readonly channels: ReadonlyArray<ChannelId> }) => TaskEither<
    QueryFailure,
    {
      readonly through: Position;
      readonly threads: ReadonlyArray<
        CurrentThread & {
          /** False for a post that waits for its first message. No viewer hears of it. */
          readonly whole: boolean;
        }
      >;
    }
  >;
};
