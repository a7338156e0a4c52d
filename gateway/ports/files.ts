import type { Either } from 'fp-ts/lib/Either.js';
import type { FilesUnavailable } from '#domain/kernel/failure.ts';
import type { AttachmentId, ChannelId, GuildId, UserId } from '#domain/kernel/ids.ts';
import type { FileFacts } from '#domain/message/attachments.ts';

/** An upload on its way. `uploadId` follows from the attempt, so a retry finds the file of the first try. */
export type Upload = {
  readonly uploadId: AttachmentId;
  readonly userId: UserId;
  readonly guildId: GuildId | null;
  readonly channelId: ChannelId;
  /** Name as the user sent it. The store of files cleans it. */
  readonly name: string;
  /** Type as the user sent it, without parameters. Undefined for none. */
  readonly declaredType: string | undefined;
  /** Bytes that the header announced. Undefined for a body in chunks. */
  readonly announcedBytes: number | undefined;
  /** True when a picture is kept in its full size too. */
  readonly keepsOriginal: boolean;
  readonly source: AsyncIterable<Uint8Array>;
};

export type UploadRejection =
  | { readonly kind: 'FileTooLarge'; readonly bytesMax: number }
  | { readonly kind: 'FileEmpty' }
  | { readonly kind: 'QuotaReached'; readonly of: 'server' | 'guild' | 'user'; readonly leftBytes: number }
  | { readonly kind: 'TypeContradicts'; readonly declared: string; readonly found: string }
  | { readonly kind: 'PictureRefused'; readonly why: string }
  /** `name` is that of the malware. */
  | { readonly kind: 'Infected'; readonly name: string }
  | { readonly kind: 'UploadBroken' }
  | { readonly kind: 'UploadReplaced' }
  | { readonly kind: 'StoreFull' }
  | FilesUnavailable;

/** Parts of a file that are served: the file itself, and the previews of a picture. */
export type FilePart = 'file' | 'small' | 'large';
/** Bytes `from` to `to`, both included, counted from 0. */
export type ByteRange = { readonly from: number; readonly to: number };

/** Files beside the log. */
export type Files = {
  /** Takes an upload whole and durably, or leaves nothing of it. */
  readonly receive: (upload: Upload) => Promise<Either<UploadRejection, FileFacts>>;
  /** Takes away an upload of this user that no message names. An absent one is no error. */
  readonly discard: (attachmentId: AttachmentId, userId: UserId) => Promise<Either<FilesUnavailable, void>>;
  /**
   * Opens a part of a file under its key. Undefined when its bytes or its key are gone.
   * @param key name of the content key, as the event of the message has it.
   */
  readonly open: (
    file: { readonly attachmentId: AttachmentId; readonly key: string; readonly part: FilePart },
    range: ByteRange | undefined,
  ) => Promise<Either<FilesUnavailable, AsyncIterable<Uint8Array> | undefined>>;
};
