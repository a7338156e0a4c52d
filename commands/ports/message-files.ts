import type { Either } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { FilesUnavailable } from '#domain/kernel/failure.ts';
import type { AttachmentId, ChannelId, MessageId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { FileFacts } from '#domain/message/attachments.ts';
import type { AttachmentUnknown } from '#domain/message/rejections.ts';

/** Claim of a message on uploads of its author in its channel. */
export type FilesClaim = {
  readonly messageId: MessageId;
  readonly userId: UserId;
  readonly channelId: ChannelId;
  readonly attachmentIds: ReadonlyArray<AttachmentId>;
  readonly at: Instant;
};
/** Files of messages, beside the log. Each call may run again at any time. */
export type MessageFiles = {
  /**
   * Gives the files to a message, all or none, in one atomic step. A file belongs to one message for ever.
   * @returns the facts of the files in the order of the claim.
   */
  readonly claim: (
    claim: FilesClaim,
  ) => TaskEither<FilesUnavailable, Either<AttachmentUnknown, ReadonlyArray<FileFacts>>>;
  /** Frees the bytes of the files of a removed message, and keeps the files for an undo. */
  readonly free: (messageId: MessageId) => TaskEither<FilesUnavailable, void>;
  /** Counts the bytes of the files of a restored message again, beyond a quota too. */
  readonly count: (messageId: MessageId) => TaskEither<FilesUnavailable, void>;
  /** Destroys the keys, the bytes and the rows of the files of a message. Nothing brings them back. */
  readonly erase: (messageId: MessageId) => TaskEither<FilesUnavailable, void>;
};
