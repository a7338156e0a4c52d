/** Decodes one line of the import format, `docs/IMPORT.md`. A line has exactly five fields. */
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import { ImportedName } from '#domain/account/values.ts';
import { type ChannelName, ImportedChannelName } from '#domain/channel/values.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { readText } from '#domain/kernel/text.ts';
import { MessageKind } from '#domain/message/events.ts';
import { ImportedContent, type MessageContent } from '#domain/message/values.ts';
import { readRfc3339 } from './rfc-3339.ts';

/** Facts of one message, in the form in which they are stored. Equal messages have equal facts, however written. */
export type ChatLine = {
  readonly channel: ChannelName;
  readonly at: Instant;
  readonly kind: MessageKind;
  readonly author: ImportedName;
  readonly content: MessageContent;
};

const FIELDS = ['channel', 'ts', 'kind', 'author', 'text'] as const;
type Field = (typeof FIELDS)[number];

const refused = (why: string): string => `is refused: ${why}`;
const readChannel = readText(ImportedChannelName, refused);
const readAuthor = readText(ImportedName, refused);
const readContent = readText(ImportedContent, refused);

/** The last time that was decoded. Neighbouring lines often share their time. */
let latest: { readonly ts: string; readonly at: Instant | undefined } | undefined;
const instant = (ts: string): Instant | undefined => {
  if (latest?.ts !== ts) latest = { ts, at: readRfc3339(ts) };
  return latest.at;
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Decodes a line. The reason completes a sentence about the line: "line 7 has no field `ts`". */
export const decodeChatLine = (line: string): Either<string, ChatLine> => {
  const value = parse(line);
  if (value === undefined) return left('is not JSON');
  if (!isRecord(value)) return left('is not a JSON object');
  const unknown = Object.keys(value).find((key) => !FIELDS.includes(key as Field));
  if (unknown !== undefined) return left(`has an unknown field: ${JSON.stringify(unknown.slice(0, 40))}`);
  for (const field of FIELDS) {
    if (!Object.hasOwn(value, field)) return left(`has no field \`${field}\``);
    if (typeof value[field] !== 'string') return left(`has a \`${field}\` that is not a string`);
  }
  const { channel, ts, kind, author, text } = value as Readonly<Record<Field, string>>;
  if (!MessageKind.is(kind)) return left('has a `kind` that is neither `message` nor `action`');
  const at = instant(ts);
  if (at === undefined) return left('has a `ts` that is not an RFC 3339 time since 1970');
  const facts = { channel: readChannel(channel), author: readAuthor(author), content: readContent(text) };
  if (isLeft(facts.channel)) return facts.channel;
  if (isLeft(facts.author)) return facts.author;
  if (isLeft(facts.content)) return facts.content;
  return right({
    channel: facts.channel.right,
    at,
    kind,
    author: facts.author.right,
    content: facts.content.right,
  });
};
