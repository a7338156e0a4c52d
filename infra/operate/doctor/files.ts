/** Checks what the server does with uploaded files: stores them, makes previews of a picture, and asks the malware scanner. */
import * as E from 'fp-ts/lib/Either.js';
import { type BlobsPlace, openBlobs } from '#infra/files/blobs/open-blobs.ts';
import { type ClamdAddress, createClamd } from '#infra/files/malware/clamd.ts';
import { createPictures, type PicturesOptions } from '#infra/files/pictures/pictures.ts';
import { type Check, fail, ok } from './finding.ts';

/** A PNG of one pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const pixel = async function* (): AsyncGenerator<Uint8Array> {
  yield PIXEL;
};

/** Makes previews of a picture of one pixel. An install without the libraries of sharp fails here. */
export const checkPictures =
  (options: PicturesOptions = {}): Check =>
  async () => {
    const made = await createPictures(options).make(pixel(), { original: false });
    return E.isRight(made)
      ? [ok('pictures', 'previews can be made')]
      : [
          fail(
            'pictures',
            `no preview can be made (${made.left.why})`,
            'install the packages again, with the optional ones, which hold the libraries for this platform',
          ),
        ];
  };

/** Writes and reads a blob in the store of files. */
export const checkStore =
  (place: BlobsPlace): Check =>
  async () => {
    try {
      const blobs = await openBlobs(place);
      await blobs.check().finally(blobs.close);
      return [ok('store of files', 'files can be written and read')];
    } catch (error) {
      const cure =
        place.address === undefined
          ? 'give the user of the server the right to write FILAMENT_ATTACHMENT_ROOT, and make room there'
          : 'start the object store, or correct FILAMENT_ATTACHMENT_URL';
      return [fail('store of files', error instanceof Error ? error.message : String(error), cure)];
    }
  };

/** Asks the scanner whether it is there. Without an address there is nothing to find. */
export const checkScanner =
  (address: ClamdAddress | undefined): Check =>
  async () => {
    if (address === undefined) return [];
    const trouble = await createClamd(address).trouble();
    return trouble === undefined
      ? [ok('malware scanner', 'it answers')]
      : [fail('malware scanner', trouble, 'start clamd, or correct FILAMENT_CLAMAV_ADDRESS')];
  };
