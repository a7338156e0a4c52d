/** Removes the messages of one member since a moment, page by page, as one act of the caller. */
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { Attempt, Commands } from '#commands/commands.ts';
import type { Position } from '#domain/kernel/event.ts';
import type { CommandFailure } from '#domain/kernel/failure.ts';
import type { ChannelId, GuildId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { BULK_DELETE_MAX } from '#domain/kernel/limits.ts';
import type { AttemptReused, ReasonInvalid, SessionOver } from '#domain/kernel/rejection.ts';
import { MEMBER_MESSAGES_PAGES_MAX } from '#gateway/limits/http.ts';
import type { NotVisible, Queries, QueryFailure, Viewer } from '#queries/queries.ts';

export type RemovedMessages = { readonly deleted: number; readonly position: Position | undefined };
export type RemovalFailure = NotVisible | QueryFailure | CommandFailure | SessionOver | ReasonInvalid | AttemptReused;

export type MessageRemoval = {
  readonly attempt: Attempt;
  readonly viewer: Viewer;
  readonly guildId: GuildId;
  readonly userId: UserId;
  readonly channelId: ChannelId | undefined;
  readonly since: Instant;
  readonly reason: string | null;
  /** The position that the first question must cover. */
  readonly atLeast: Position | undefined;
};

/** Counts the messages that a removal would take. */
export const countMessagesOf =
  (queries: Pick<Queries, 'messagesOfMember'>) =>
  async ({ viewer, guildId, userId, channelId, since, atLeast }: Omit<MessageRemoval, 'attempt' | 'reason'>) => {
    const limit = MEMBER_MESSAGES_PAGES_MAX * BULK_DELETE_MAX;
    const found = await queries.messagesOfMember({ viewer, atLeast, guildId, userId, channelId, since, limit })();
    return isLeft(found) ? found : right(found.right.value.length);
  };

/**
 * Asks for a page, deletes it, and goes on until a page is empty. All deletions carry the caller's attempt, so the audit
 * log and an undo take them as one act. A retry goes on where the first try ended.
 */
export const removeMessagesOf =
  (deps: {
    readonly commands: Pick<Commands, 'deleteMessages'>;
    readonly queries: Pick<Queries, 'messagesOfMember'>;
  }) =>
  async (removal: MessageRemoval): Promise<Either<RemovalFailure, RemovedMessages>> => {
    const { attempt, viewer, guildId, userId, channelId, since, reason } = removal;
    let position = removal.atLeast;
    let deleted = 0;
    for (let page = 0; page < MEMBER_MESSAGES_PAGES_MAX; page += 1) {
      const asked = { viewer, atLeast: position, guildId, userId, channelId, since, limit: BULK_DELETE_MAX };
      const found = await deps.queries.messagesOfMember(asked)();
      // A caller who sees no channel of the member has nothing to remove.
      if (isLeft(found)) return page > 0 && found.left.kind === 'NotVisible' ? right({ deleted, position }) : found;
      const messageIds = found.right.value.map(({ messageId }) => messageId);
      if (messageIds.length === 0) break;
      const done = await deps.commands.deleteMessages({ ...attempt, channelId: null, messageIds, reason })();
      if (isLeft(done)) {
        // The rights were lost meanwhile, and the page is never too large.
        const { left: why } = done;
        if (why.kind === 'MissingPermission' || why.kind === 'ChannelUnknown' || why.kind === 'TooManyMessages') break;
        return left(why);
      }
      position = done.right.position;
      deleted += done.right.value.deleted.length;
      if (done.right.value.deleted.length === 0) break;
    }
    return right({ deleted, position });
  };
