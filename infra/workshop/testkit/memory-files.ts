import { left, right } from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { FilesClaim, MessageFiles } from '#commands/ports/message-files.ts';
import type { AttachmentId, MessageId } from '#domain/kernel/ids.ts';
import type { FileFacts } from '#domain/message/attachments.ts';

/** An upload of a test: its facts, and the user and channel that it belongs to. */
export type StagedUpload = Pick<FilesClaim, 'userId' | 'channelId'> & { readonly facts: FileFacts };
type Kept = StagedUpload & { messageId: MessageId | undefined; counted: boolean };

/** A double of the files of messages in a Map. */
export const memoryFiles = () => {
  const kept = new Map<AttachmentId, Kept>();
  const ofMessage = (messageId: MessageId) => [...kept.values()].filter((file) => file.messageId === messageId);
  const files: MessageFiles = {
    claim: ({ messageId, userId, channelId, attachmentIds }) => {
      const found = attachmentIds.map((attachmentId) => ({ attachmentId, file: kept.get(attachmentId) }));
      const wrong = found.find(
        ({ file }) =>
          file?.userId !== userId || file.channelId !== channelId || (file.messageId ?? messageId) !== messageId,
      );
      if (wrong !== undefined)
        return TE.right(left({ kind: 'AttachmentUnknown', attachmentId: wrong.attachmentId } as const));
      for (const { file } of found) if (file !== undefined) file.messageId = messageId;
      return TE.right(right(found.flatMap(({ file }) => (file === undefined ? [] : [file.facts]))));
    },
    free: (messageId) =>
      TE.fromIO(() => {
        for (const file of ofMessage(messageId)) file.counted = false;
      }),
    count: (messageId) =>
      TE.fromIO(() => {
        for (const file of ofMessage(messageId)) file.counted = true;
      }),
    erase: (messageId) =>
      TE.fromIO(() => {
        for (const { facts } of ofMessage(messageId)) kept.delete(facts.attachmentId);
      }),
  };
  return {
    ...files,
    /** Stages an upload that has arrived. */
    put: (upload: StagedUpload): void => {
      kept.set(upload.facts.attachmentId, { ...upload, messageId: undefined, counted: true });
    },
    /** Answers the bytes that count against the quota of a user. */
    usedBy: (userId: StagedUpload['userId']): number =>
      [...kept.values()].reduce(
        (sum, file) => sum + (file.userId === userId && file.counted ? file.facts.bytes : 0),
        0,
      ),
    has: (attachmentId: AttachmentId): boolean => kept.has(attachmentId),
  };
};
export type MemoryFiles = ReturnType<typeof memoryFiles>;
