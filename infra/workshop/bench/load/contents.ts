/** Reads the contents of a conversation from a file in the import format. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { isLeft } from 'fp-ts/lib/Either.js';
import { decodeChatLine } from '#infra/operate/import/chat-line.ts';

export const contentsIn = async (file: string): Promise<ReadonlyArray<string>> => {
  const contents: string[] = [];
  const lines = createInterface({
    input: createReadStream(file).pipe(createGunzip()),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  for await (const written of lines) {
    const line = decodeChatLine(written);
    if (isLeft(line)) throw new Error(`a line of ${file} ${line.left}`);
    contents.push(line.right.content);
  }
  return contents;
};
