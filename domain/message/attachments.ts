/** Files of a message. The bytes stand in the store of files, each encrypted under a content key of its own. */
import * as t from 'io-ts';
import { ERASED, type Erasable, erasable, isErased } from '#domain/kernel/erasable.ts';
import { AttachmentId } from '#domain/kernel/ids.ts';

/** Facts of a file that the log holds in plain. `key` is the name of the content key that opens the bytes. */
export const CarriedFile = t.strict({ attachmentId: AttachmentId, key: t.string, bytes: t.Integer });
export type CarriedFile = t.TypeOf<typeof CarriedFile>;

/**
 * Facts of a file that the log holds under seal. A picture has its size in pixels as it is shown, and a placeholder: a
 * thumbhash in base64. `previews` is true when the store holds both previews of it.
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

/** The words of the author about a file: a text for readers who do not see it, and a mark that covers it. */
export type FileWords = { readonly alt: string | null; readonly spoiler: boolean };

/** An upload that a message names. `alt` stands for the file where it is not seen. */
export type GivenAttachment = {
  readonly attachmentId: AttachmentId;
  readonly alt?: string | null | undefined;
  readonly spoiler?: boolean | undefined;
};

/** All facts of an upload. */
export type FileFacts = CarriedFile & DescribedFile;

/** A file of a message with the words of its author. */
export const ShownFile = t.strict({
  ...DescribedFile.type.props,
  alt: t.union([t.string, t.null]),
  spoiler: t.boolean,
});
export type ShownFile = t.TypeOf<typeof ShownFile>;

/**
 * The files of a message in the order of the author, as an event carries them. `shownFiles` has the same order. It is
 * null for a message without files, because every sealed text costs a key.
 */
export type CarriedFiles = {
  readonly files: ReadonlyArray<CarriedFile>;
  readonly shownFiles: Erasable<ReadonlyArray<ShownFile>> | null;
};
export const carriedFiles = {
  files: t.readonlyArray(CarriedFile),
  shownFiles: t.union([erasable(t.readonlyArray(ShownFile)), t.null]),
};
export const NO_FILES: CarriedFiles = { files: [], shownFiles: null };

/** Lifts a message from before files. */
export const withoutFiles = (facts: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => ({
  ...facts,
  ...NO_FILES,
});

/** Makes the files of an event of uploads and the words about them, in the same order. */
export const carrying = (uploads: ReadonlyArray<FileFacts>, words: ReadonlyArray<FileWords>): CarriedFiles =>
  uploads.length === 0
    ? NO_FILES
    : {
        files: uploads.map(({ attachmentId, key, bytes }) => ({ attachmentId, key, bytes })),
        shownFiles: uploads.map(({ attachmentId: _id, key: _key, bytes: _bytes, ...described }, at) => ({
          ...described,
          alt: words[at]?.alt ?? null,
          spoiler: words[at]?.spoiler ?? false,
        })),
      };

/** A file of a message as a reader sees it. The facts under seal are erased with the words of the message. */
export type FileView = Pick<CarriedFile, 'attachmentId' | 'bytes'> & { readonly shown: Erasable<ShownFile> };

export const fileViews = ({ files, shownFiles }: CarriedFiles): ReadonlyArray<FileView> =>
  files.map(({ attachmentId, bytes }, at) => ({
    attachmentId,
    bytes,
    shown: shownFiles === null || isErased(shownFiles) ? ERASED : (shownFiles[at] ?? ERASED),
  }));
