/**
 * Writes one blob that never ends, for the tests that kill a writer. Says how many bytes the store has taken.
 *
 * `writer.ts <folder or address> <name>`
 */
import { BlobName, BlobsFull } from '#infra/files/blobs/blobs.ts';
import { openBlobs } from '#infra/files/blobs/open-blobs.ts';

const [, , place = '', name = ''] = process.argv;
const blobs = await openBlobs({ root: place, address: place.startsWith('http') ? place : undefined });

async function* endless(): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.alloc(64 * 1024, 'x');
  for (let given = 0; ; given += bytes.length) {
    process.stdout.write(`${given}\n`);
    yield bytes;
  }
}

if (!BlobName.is(name)) throw new Error('the second argument must be the name of a blob');
try {
  await blobs.put(name, endless());
} catch (error) {
  process.stdout.write(error instanceof BlobsFull ? 'full\n' : `${String(error)}\n`);
}
