/** Opens the store that an operator chose. */
import { type Blobs, BlobsAway } from './blobs.ts';
import { openFolderBlobs } from './folder-blobs.ts';
import { s3Blobs, s3PlaceOf } from './s3-blobs.ts';

/** Place of a store: the address of a bucket, or without one a folder. */
export type BlobsPlace = { readonly root: string; readonly address: string | undefined };

/** Rejects with BlobsAway or BlobsFull when the folder cannot be made. A bucket is asked with the first call. */
export const openBlobs = async ({ root, address }: BlobsPlace): Promise<Blobs> => {
  if (address === undefined) return openFolderBlobs(root);
  const place = s3PlaceOf(address);
  if (place === undefined)
    throw new BlobsAway('the address of the object store must have the form https://id:secret@host/bucket');
  return s3Blobs(place);
};
