/** Files of a message. The bytes stand in the store of files, each encrypted under a content key of its own. */
import * as t from 'io-ts';
import type { Erasable } from '#domain/kernel/erasable.ts';
import { AttachmentId } from '#domain/kernel/ids.ts';

/** What the log says of a file in plain. `key` is the name of the content key that opens the bytes. */
export const CarriedFile = t.strict({ attachmentId: AttachmentId, key: t.string, bytes: t.Integer });
export type CarriedFile = t.TypeOf<typeof CarriedFile>;

/**
 * What the log says of a file under seal. A picture has its size in pixels as it is shown, and a placeholder: a thumbhash
 * in base64. `previews` is true when the store holds both previews of it.
 */
export const DescribedFile = t.strict({
  name: t.string,
  contentType: t.string,
  width: t.union([t.Integer, t.null]),
  height: t.union([t.Integer, t.null]),
  placeholder: t.union([t.string, t.null]),
  animated: t.boolean,
  previews: t.boolean,
});
export type DescribedFile = t.TypeOf<typeof DescribedFile>;

/** The words that the author adds to a file: a text for readers who do not see it, and a mark that covers it. */
export const FileWords = t.strict({ alt: t.union([t.string, t.null]), spoiler: t.boolean });
export type FileWords = t.TypeOf<typeof FileWords>;

/** All facts of an upload. */
export type FileFacts = CarriedFile & DescribedFile;
/** A file of a message with the words of its author. */
export const ShownFile = t.intersection([DescribedFile, FileWords]);
export type ShownFile = t.TypeOf<typeof ShownFile>;

/** The files of a message in the order of the author. `shown` has the same order, and is null for no files. */
export type CarriedFiles = {
  readonly files: ReadonlyArray<CarriedFile>;
  readonly shown: Erasable<ReadonlyArray<ShownFile>> | null;
};
