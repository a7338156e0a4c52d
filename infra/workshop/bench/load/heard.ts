/** Reads a conversation from a file in the import format, as messages for an index. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { isLeft } from 'fp-ts/lib/Either.js';
import { millisOf } from '#domain/kernel/instant.ts';
import { decodeChatLine } from '#infra/operate/import/chat-line.ts';
import { channel, guild, message, user } from '#infra/workshop/testkit/community-events.ts';
import type { IndexedMessage } from '#projections/ports/message-index.ts';
import { saidIn } from '#projections/search-index/said.ts';

export type Heard = {
  readonly messages: ReadonlyArray<IndexedMessage>;
  /** Ids by channel name and by author name. */
  readonly channels: ReadonlyMap<string, IndexedMessage['channelId']>;
  readonly authors: ReadonlyMap<string, IndexedMessage['authorId']>;
};

/** Numbers names in the order in which they are first seen. */
const numbering = <A>(make: (n: number) => A) => {
  const known = new Map<string, A>();
  const of = (name: string): A => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const made = make(known.size + 1);
    known.set(name, made);
    return made;
  };
  return { known, of };
};

export const heardIn = async (file: string, most = Number.POSITIVE_INFINITY): Promise<Heard> => {
  const channels = numbering(channel);
  const authors = numbering(user);
  const messages: IndexedMessage[] = [];
  const lines = createInterface({
    input: createReadStream(file).pipe(createGunzip()),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  for await (const written of lines) {
    const line = decodeChatLine(written);
    if (isLeft(line)) throw new Error(`a line of ${file} ${line.left}`);
    const { channel: place, author, at, content } = line.right;
    const n = messages.length + 1;
    messages.push({
      messageId: message(n),
      guildId: guild(1),
      channelId: channels.of(place),
      authorId: authors.of(author),
      sentAtMs: millisOf(at),
      sentPosition: BigInt(n),
      ...saidIn(content, []),
    });
    if (messages.length >= most) break;
  }
  lines.close();
  return { messages, channels: channels.known, authors: authors.known };
};
