import { type Either, left, right } from 'fp-ts/lib/Either.js';
import { cleanedText } from '#domain/kernel/cleaned.ts';
import type { AttachmentId } from '#domain/kernel/ids.ts';
import { FILE_ALT_CHARS_MAX, FILES_PER_MESSAGE_MAX } from '#domain/kernel/limits.ts';
import type { FileWords, GivenAttachment } from '#domain/message/attachments.ts';
import type { AttachmentsInvalid } from '#domain/message/rejections.ts';

/** Uploads of a message by their ids, and the words of the author about each, in the same order. */
export type NamedFiles = {
  readonly attachmentIds: ReadonlyArray<AttachmentId>;
  readonly words: ReadonlyArray<FileWords>;
};

const invalid = (why: string): Either<AttachmentsInvalid, never> => left({ kind: 'AttachmentsInvalid', why });

/** Reads the uploads that a message names: each once, and not too many. */
export const readGivenFiles = (given: ReadonlyArray<GivenAttachment>): Either<AttachmentsInvalid, NamedFiles> => {
  const attachmentIds = given.map(({ attachmentId }) => attachmentId);
  if (given.length > FILES_PER_MESSAGE_MAX) return invalid(`a message carries at most ${FILES_PER_MESSAGE_MAX} files`);
  if (new Set(attachmentIds).size < given.length) return invalid('a message names each file once');
  const words = given.map(({ alt, spoiler }) => {
    const text = cleanedText(alt ?? '').trim();
    return { alt: text === '' ? null : text, spoiler: spoiler ?? false };
  });
  if (words.some(({ alt }) => (alt?.length ?? 0) > FILE_ALT_CHARS_MAX))
    return invalid(`the text of a file has at most ${FILE_ALT_CHARS_MAX} characters`);
  return right({ attachmentIds, words });
};
