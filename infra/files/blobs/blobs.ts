/** The port of the store of files. It keeps bytes under names, and knows nothing of what they mean. */
import * as t from 'io-ts';

declare const kind: unique symbol;
/**
 * Name of a blob: a ULID, and for a preview a suffix of lower-case letters. No user chose a part of it, so it is safe as
 * the name of a file.
 */
export type BlobName = string & { readonly [kind]: 'BlobName' };

const NAME = /^[0-7][0-9A-HJKMNP-TV-Z]{25}(?:-[a-z]{1,8})?$/;
const isBlobName = (u: unknown): u is BlobName => typeof u === 'string' && NAME.test(u);
export const BlobName = new t.Type<BlobName, string, unknown>(
  'BlobName',
  isBlobName,
  (u, context) =>
    isBlobName(u) ? t.success(u) : t.failure(u, context, 'BlobName must be a ULID, and may end in a suffix'),
  (name) => name,
);

/** The store cannot be asked now, or gave no usable answer in time. A retry may succeed. */
export class BlobsAway extends Error {
  override readonly name = 'BlobsAway';
}

/** The store has no space left. An operator has to make room before a retry succeeds. */
export class BlobsFull extends Error {
  override readonly name = 'BlobsFull';
}

export type StoredBlob = { readonly name: BlobName; readonly changedAt: Date };

export type Blobs = {
  /**
   * Stores a blob whole and durably, and replaces an older blob of that name. Rejects with BlobsAway or BlobsFull, and
   * with the error of `source` when that fails; then the older blob stands as before. One exception: after BlobsAway an
   * object store that lost its answer may hold the new blob, which is whole too. `source` gives each chunk away.
   */
  readonly put: (name: BlobName, source: AsyncIterable<Uint8Array>) => Promise<void>;
  /**
   * Opens a blob for reading, once. Undefined when it is absent. The bytes are those of one put. A consumer may stop
   * early or never begin, and nothing stays open. Reading throws BlobsAway when the store fails on the way.
   */
  readonly open: (name: BlobName) => Promise<AsyncIterable<Uint8Array> | undefined>;
  /** Removes a blob. An absent one is no error. Rejects with BlobsAway. */
  readonly remove: (name: BlobName) => Promise<void>;
  /** Lists all blobs in no order. One that changes meanwhile may be listed or not. Throws BlobsAway. */
  readonly list: () => AsyncIterable<StoredBlob>;
  /** Removes what broken puts before that moment have left. Returns the number of leftovers. Rejects with BlobsAway. */
  readonly tidy: (before: Date) => Promise<number>;
  /** Rejects with BlobsAway or BlobsFull when the store cannot be written and read now. */
  readonly check: () => Promise<void>;
  /** Ends all calls under way. The store takes no more calls. */
  readonly close: () => Promise<void>;
};
