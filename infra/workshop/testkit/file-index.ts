/**
 * An index in one JSON file, for tests of the keeper and the builder. It finds messages that contain a word, and ranks
 * nothing.
 */
import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Position } from '#domain/kernel/event.ts';
import { type GenerationIndex, IndexDamaged } from '#infra/search/generation-index.ts';
import type { IndexedMessage, IndexOp } from '#projections/ports/message-index.ts';

type Stored = { readonly position: string; readonly messages: ReadonlyArray<readonly [string, StoredMessage]> };
type StoredMessage = Omit<IndexedMessage, 'sentPosition'> & { readonly sentPosition: string };

const read = async (path: string, asked: 'new' | 'old'): Promise<Stored> => {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' && asked === 'old') throw new IndexDamaged(`${path} does not exist`);
    if (error.code === 'ENOENT') return '{"position":"0","messages":[]}';
    throw error;
  });
  try {
    return JSON.parse(text);
  } catch {
    throw new IndexDamaged(`${path} is not an index`);
  }
};

const applied = (messages: Map<string, StoredMessage>, op: IndexOp): void => {
  const removeAll = (fits: (message: StoredMessage) => boolean): void => {
    for (const [id, message] of messages) if (fits(message)) messages.delete(id);
  };
  switch (op.op) {
    case 'put': {
      const { op: _, sentPosition, ...message } = op;
      messages.set(op.messageId, { ...message, sentPosition: sentPosition.toString() });
      return;
    }
    case 'amend': {
      const { op: _, messageId, ...said } = op;
      const before = messages.get(messageId);
      if (before !== undefined) messages.set(messageId, { ...before, ...said });
      return;
    }
    case 'remove':
      messages.delete(op.messageId);
      return;
    case 'remove-channel':
      removeAll((message) => message.channelId === op.channelId && BigInt(message.sentPosition) < op.before);
      return;
    case 'remove-guild':
      removeAll((message) => message.guildId === op.guildId && BigInt(message.sentPosition) < op.before);
  }
};

export const openFileIndex = async (directory: string, asked: 'new' | 'old'): Promise<GenerationIndex> => {
  const path = join(directory, 'messages.json');
  const stored = await read(path, asked);
  const messages = new Map(stored.messages);
  let position = BigInt(stored.position);
  let closed = false;
  const insistOpen = (): void => {
    if (closed) throw new Error('the index was closed');
  };
  const flush = async (): Promise<void> => {
    insistOpen();
    const whole: Stored = { position: position.toString(), messages: [...messages] };
    await writeFile(`${path}.new`, JSON.stringify(whole));
    await rename(`${path}.new`, path);
  };
  await flush();
  return {
    position: () => position,
    documents: () => BigInt(messages.size),
    apply: async (changes, range, durability) => {
      insistOpen();
      if (range.from !== position) throw new Error(`the index is at position ${position}, not at ${range.from}`);
      for (const op of changes) applied(messages, op);
      position = range.to satisfies Position;
      if (durability === 'durable') await flush();
    },
    flush,
    contents: async () => {
      insistOpen();
      const sorted = [...messages].sort(([a], [b]) => (a < b ? -1 : 1));
      const sha256 = createHash('sha256').update(JSON.stringify(sorted)).digest('hex');
      return { table: 'message', rows: BigInt(messages.size), sha256 };
    },
    purge: flush,
    search: async ({ channels, must, limit }) => {
      // A search takes a moment, so that the index may be replaced meanwhile.
      await new Promise(setImmediate);
      insistOpen();
      const hits = [...messages.values()]
        .filter((message) => channels.includes(message.channelId))
        .filter(({ content }) => must.every(({ text }) => content.includes(text)))
        .map(({ messageId, channelId, sentPosition }) => ({
          messageId,
          channelId,
          score: 0,
          sentPosition: BigInt(sentPosition),
        }))
        .sort((a, b) => (a.sentPosition > b.sentPosition ? -1 : 1));
      return { hits: hits.slice(0, limit), more: hits.length > limit, through: position };
    },
    highlight: async (_, texts) => texts.map(() => []),
    close: async () => {
      closed = true;
    },
  };
};
