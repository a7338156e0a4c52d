/**
 * Uploads, claims and erases files for ever, and says a line for each thing that was acknowledged. It is killed in the
 * middle. Arguments: the URL of the database, the folder of the blobs, and the number of the round.
 */
import { createHash } from 'node:crypto';
import { isRight } from 'fp-ts/lib/Either.js';
import type { AttachmentId, MessageId } from '#domain/kernel/ids.ts';
import { bytesOfFile, OWNER, openFileRoom, PLACE } from './file-room.ts';

const [url = '', folder = '', round = '0'] = process.argv.slice(2);
const numbered = (letter: string, n: number): string =>
  `0${letter}${`${round}`.padStart(6, '0')}${`${n}`.padStart(18, '0')}`;

const room = await openFileRoom(url, folder);
const tell = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

async function* slowly(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 40_000) {
    await new Promise(setImmediate);
    yield bytes.subarray(at, at + 40_000);
  }
}

const once = async (n: number): Promise<void> => {
  const bytes = bytesOfFile(Number(round) * 1_000 + n);
  const received = await room.files.receive({
    uploadId: numbered('U', n) as AttachmentId,
    ...{ userId: OWNER, ...PLACE, name: `${n}.bin`, declaredType: undefined, keepsOriginal: false },
    announcedBytes: n % 2 === 0 ? bytes.length : undefined,
    source: slowly(bytes),
  });
  if (!isRight(received)) return tell({ refused: received.left.kind });
  const { attachmentId, key } = received.right;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  tell({ kept: attachmentId, key, bytes: bytes.length, sha256 });
  if (n % 3 === 0) return;
  const messageId = numbered('M', n) as MessageId;
  const at = room.now();
  const claimed = await room.files.claim({ messageId, userId: OWNER, ...PLACE, attachmentIds: [attachmentId], at })();
  if (isRight(claimed) && isRight(claimed.right)) tell({ named: attachmentId, messageId });
  if (n % 3 === 1) return;
  tell({ erasing: attachmentId });
  if (isRight(await room.files.erase(messageId)())) tell({ erased: attachmentId });
};

for (let n = 0; ; n += 4) await Promise.all([n, n + 1, n + 2, n + 3].map(once));
