/** Thread that reads the type of a file from its first bytes. The sniffer ends it when it takes too long. */
import { parentPort } from 'node:worker_threads';
import { fileTypeFromBuffer } from 'file-type';

parentPort?.on('message', async (head: Uint8Array) => {
  // Bytes that break the parser are of no known type.
  const found = await fileTypeFromBuffer(head).catch(() => undefined);
  parentPort?.postMessage(found?.mime ?? '');
});
