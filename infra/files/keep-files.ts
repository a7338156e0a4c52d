/**
 * Keeps files: takes uploads in, gives files to messages, opens them and destroys them. The register knows each file, the
 * vault has its key, and the store has its sealed bytes (decision 0055).
 */
import { randomBytes } from 'node:crypto';
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { IdSource } from '#commands/ports/id-source.ts';
import type { MessageFiles } from '#commands/ports/message-files.ts';
import type { AttachmentId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { DescribedFile } from '#domain/message/attachments.ts';
import { fileNameOf, withExtension } from '#domain/message/file-name.ts';
import type { FilePart, Files, Upload, UploadRejection } from '#gateway/ports/files.ts';
import { contentKeyId } from '#infra/keys/ports/key-names.ts';
import type { ContentKey, ContentKeys } from '#infra/keys/ports/key-vault.ts';
import { type BlobName, type Blobs, BlobsFull } from './blobs/blobs.ts';
import type { MalwareScanner } from './malware/clamd.ts';
import type { Picture, Pictures } from './pictures/pictures.ts';
import type { DeadFile, FileRegister, KeptFile, Quotas } from './register/register.ts';
import { unavailable } from './register/unavailable.ts';
import { openStream, sealStream } from './sealing/secret-stream.ts';
import { contradicts, isPictureType } from './sniff/content-types.ts';
import { SNIFF_BYTES, type Sniffer } from './sniff/sniffer.ts';
import { drained, type PeekedSource, peeked, SourceBroken, SourceTooLong } from './upload-source.ts';

const SECRET_BYTES = 32;
const WEBP = 'image/webp';

export type KeptFilesDeps = {
  readonly register: FileRegister;
  readonly blobs: Blobs;
  readonly keys: Pick<ContentKeys, 'fresh' | 'load' | 'destroy'>;
  readonly sniffer: Sniffer;
  readonly pictures: Pictures;
  /** Undefined on a server that scans no files. */
  readonly scanner: MalwareScanner | undefined;
  readonly ids: Pick<IdSource, 'entityId' | 'freshCommandId'>;
  readonly now: () => Instant;
  readonly quotas: Quotas;
  /** Bytes of one file. */
  readonly fileBytesMax: number;
};

export type KeptFiles = Files &
  MessageFiles & {
    /** Destroys files: first the keys, then the bytes, and at last the rows, so that a crash leaves nothing unknown. */
    readonly destroy: (files: ReadonlyArray<DeadFile>) => Promise<void>;
  };

/** Parts of a file in the store. `raw` stands there only while a picture is made. */
type StoredPart = FilePart | 'raw';
const PARTS: ReadonlyArray<StoredPart> = ['file', 'small', 'large', 'raw'];
const blobOf = (fileId: AttachmentId, part: StoredPart): BlobName =>
  // The id of an attachment is a ULID, and a suffix is of lower-case letters.
  (part === 'file' ? fileId : `${fileId}-${part}`) as string as BlobName;

/** Refuses an upload from inside of the pipeline. */
class Refused extends Error {
  override readonly name = 'Refused';
  readonly rejection: UploadRejection;
  constructor(rejection: UploadRejection) {
    super(rejection.kind);
    this.rejection = rejection;
  }
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const lookOf = (picture: Picture) => ({
  width: picture.width,
  height: picture.height,
  placeholder: picture.placeholder,
  animated: picture.animated,
  previews: true,
});
const NO_LOOK = { width: null, height: null, placeholder: null, animated: false, previews: false };

/** The bytes that are served as the file of a picture: the original where the user asked for it, otherwise a preview. */
const shownFile = ({ original, moving, large, contentType }: Picture, name: string) =>
  original === undefined
    ? { bytes: moving ?? large, contentType: WEBP, name: withExtension(name, 'webp') }
    : { bytes: original, contentType, name };

export const keepFiles = (deps: KeptFilesDeps): KeptFiles => {
  const { register, blobs, keys, sniffer, pictures, scanner, ids, now, quotas, fileBytesMax } = deps;

  const destroy = async (files: ReadonlyArray<DeadFile>): Promise<void> => {
    if (files.length === 0) return;
    await keys.destroy(new Set(files.map(({ keyId }) => keyId)));
    for (const { fileId } of files) for (const part of PARTS) await blobs.remove(blobOf(fileId, part));
    await register.forget(files.map(({ fileId }) => fileId));
  };

  const typeOf = async (head: Uint8Array, declaredType: string | undefined): Promise<string> => {
    const { contentType } = await sniffer.sniff(head);
    const contradiction = contradicts(declaredType, contentType);
    if (contradiction !== undefined)
      throw new Refused({ kind: 'TypeContradicts', declared: contradiction.declared, found: contradiction.sniffed });
    return contentType;
  };

  /** Reads a stored blob again, under the key that sealed it. */
  const reopened = async (blob: BlobName, secret: Uint8Array): Promise<AsyncIterable<Uint8Array>> => {
    const stored = await blobs.open(blob);
    if (stored === undefined) throw new Error('a file that was just stored is gone');
    return openStream(secret, blob, stored);
  };

  /** Lets the scanner read a stored blob. A file of which the scanner says nothing is refused, because it may be infected. */
  const scanned = async (blob: BlobName, secret: Uint8Array): Promise<void> => {
    if (scanner === undefined) return;
    const verdict = await scanner.scan(await reopened(blob, secret));
    if (verdict.kind === 'infected') throw new Refused({ kind: 'Infected', name: verdict.name });
    if (verdict.kind === 'unknown') throw new Refused(unavailable(new Error(`the malware scanner: ${verdict.why}`)));
  };

  /** Stores the bytes of a file as they come. */
  const keepPlain = async (
    fileId: AttachmentId,
    secret: Uint8Array,
    { whole }: PeekedSource,
    described: Pick<DescribedFile, 'name' | 'contentType'>,
  ): Promise<Omit<KeptFile, 'at'>> => {
    let bytes = 0;
    async function* counted(): AsyncGenerator<Uint8Array> {
      for await (const chunk of whole) {
        bytes += chunk.length;
        yield chunk;
      }
    }
    const blob = blobOf(fileId, 'file');
    await blobs.put(blob, sealStream(secret, blob, counted()));
    await scanned(blob, secret);
    return { keptBytes: bytes, facts: { ...described, ...NO_LOOK, bytes } };
  };

  /**
   * Stores the previews of a picture, and not its bytes as they came, which may tell where it was taken. They wait in the
   * store under a key that only this call knows, because a slow sender would hold a place among the picture workers.
   */
  const keepPicture = async (
    fileId: AttachmentId,
    secret: Uint8Array,
    { whole }: PeekedSource,
    { name, keepsOriginal }: { readonly name: string; readonly keepsOriginal: boolean },
  ): Promise<Omit<KeptFile, 'at'>> => {
    const raw = blobOf(fileId, 'raw');
    const once = randomBytes(SECRET_BYTES);
    await blobs.put(raw, sealStream(once, raw, whole));
    await scanned(raw, once);
    const made = await pictures.make(await reopened(raw, once), { original: keepsOriginal });
    if (isLeft(made)) throw new Refused({ kind: 'PictureRefused', why: made.left.why });
    const picture = made.right;
    const file = shownFile(picture, name);
    const parts: ReadonlyArray<readonly [FilePart, Uint8Array]> = [
      ['file', file.bytes],
      ['small', picture.small],
      ['large', picture.large],
    ];
    for (const [part, bytes] of parts) {
      const blob = blobOf(fileId, part);
      await blobs.put(blob, sealStream(secret, blob, one(bytes)));
    }
    await blobs.remove(raw);
    return {
      keptBytes: parts.reduce((sum, [, { length }]) => sum + length, 0),
      facts: { name: file.name, contentType: file.contentType, ...lookOf(picture), bytes: file.bytes.length },
    };
  };

  const kept = async (upload: Upload, fileId: AttachmentId, { secret }: ContentKey): Promise<Omit<KeptFile, 'at'>> => {
    const source = await peeked(upload.source, { headBytes: SNIFF_BYTES, bytesMax: fileBytesMax });
    if (source.head.length === 0) throw new Refused({ kind: 'FileEmpty' });
    const contentType = await typeOf(source.head, upload.declaredType);
    const name = fileNameOf(upload.name);
    return isPictureType(contentType)
      ? keepPicture(fileId, secret, source, { name, keepsOriginal: upload.keepsOriginal })
      : keepPlain(fileId, secret, source, { name, contentType });
  };

  const rejectionOf = (error: unknown): UploadRejection => {
    if (error instanceof Refused) return error.rejection;
    if (error instanceof SourceTooLong) return { kind: 'FileTooLarge', bytesMax: fileBytesMax };
    if (error instanceof SourceBroken) return { kind: 'UploadBroken' };
    return error instanceof BlobsFull ? { kind: 'StoreFull' } : unavailable(error);
  };

  /** Takes back what an upload that failed has left. The sweep does it when that fails too. */
  const takenBack = async (dead: DeadFile, userId: Upload['userId']): Promise<void> => {
    try {
      await destroy([dead]);
      await register.discard(dead.fileId, userId);
    } catch {
      // The row of the upload stays, so the sweep finds it.
    }
  };

  const receive = async (
    upload: Upload,
  ): Promise<Either<UploadRejection, Awaited<ReturnType<FileRegister['keep']>> & {}>> => {
    const { announcedBytes = fileBytesMax, uploadId, userId, guildId, channelId } = upload;
    if (announcedBytes > fileBytesMax) return left({ kind: 'FileTooLarge', bytesMax: fileBytesMax });
    let dead: DeadFile | undefined;
    try {
      const [key] = await keys.fresh(1);
      if (key === undefined) throw new Error('the vault gave no key');
      const fileId = ids.entityId(ids.freshCommandId(), userId, 'AttachmentId');
      const arrival = { uploadId, fileId, userId, guildId, channelId, keyId: key.id, bytes: announcedBytes, at: now() };
      const reserved = await register.reserve(arrival, quotas);
      if (isLeft(reserved)) return reserved;
      if (reserved.right.kind === 'Kept') {
        await drained(upload.source, fileBytesMax);
        return right(reserved.right.file);
      }
      dead = { fileId, keyId: key.id };
      const facts = await register.keep(fileId, { ...(await kept(upload, fileId, key)), at: now() });
      if (facts !== undefined) return right(facts);
      await takenBack(dead, userId);
      return left({ kind: 'UploadReplaced' });
    } catch (error) {
      if (dead !== undefined) await takenBack(dead, userId);
      return left(rejectionOf(error));
    }
  };

  return {
    receive,
    destroy,
    discard: (attachmentId, userId) =>
      TE.tryCatch(async () => {
        const dead = await register.discard(attachmentId, userId);
        if (dead !== undefined) await destroy([dead]);
      }, unavailable)(),
    open: async ({ attachmentId, key, part }, range) =>
      TE.tryCatch(async () => {
        const keyId = contentKeyId(key);
        const secret = keyId === undefined ? undefined : (await keys.load(new Set([keyId]))).get(keyId);
        if (secret === undefined) return undefined;
        const blob = blobOf(attachmentId, part);
        const stored = await blobs.open(blob);
        return stored === undefined
          ? undefined
          : openStream(secret, blob, stored, range && { from: range.from, to: range.to + 1 });
      }, unavailable)(),
    claim: (claim) => TE.tryCatch(() => register.claim(claim), unavailable),
    free: (messageId) => TE.tryCatch(() => register.free(messageId), unavailable),
    count: (messageId) => TE.tryCatch(() => register.count(messageId), unavailable),
    erase: (messageId) => TE.tryCatch(async () => destroy(await register.ofMessage(messageId)), unavailable),
  };
};
