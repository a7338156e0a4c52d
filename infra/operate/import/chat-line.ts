/** Decodes one line of the import format, `docs/IMPORT.md`. A line has exactly five fields. */
import { type Either, left, right } from 'fp-ts/lib/Either.js';
import { type Instant, instantOf } from '#domain/kernel/instant.ts';
import { MessageKind } from '#domain/message/events.ts';

export type ChatLine = {
  readonly channel: string;
  readonly at: Instant;
  readonly kind: MessageKind;
  readonly author: string;
  readonly text: string;
};

const FIELDS = ['channel', 'ts', 'kind', 'author', 'text'] as const;
type Field = (typeof FIELDS)[number];
const RFC_3339 = /^(\d{4}-\d{2}-\d{2})[Tt]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:[Zz]|[+-]\d{2}:\d{2})$/;

/** Tells whether a day exists. `Date.parse` accepts the 30th of February as a day in March. */
const dayExists = (day: string): boolean => {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(day);
};

/** End of the year 9999. An offset may carry a time of that year past the last time that can be written. */
const YEARS_END_MS = Date.UTC(10_000, 0);

const readInstant = (ts: string): Instant | undefined => {
  const day = RFC_3339.exec(ts)?.[1];
  const ms = Date.parse(ts);
  return day !== undefined && dayExists(day) && ms >= 0 && ms < YEARS_END_MS ? instantOf(ms) : undefined;
};

/** The last time that was decoded. Neighbouring lines often share their time. */
let latest: { readonly ts: string; readonly at: Instant | undefined } | undefined;
const instant = (ts: string): Instant | undefined => {
  if (latest?.ts !== ts) latest = { ts, at: readInstant(ts) };
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
  return right({ channel, at, kind, author, text });
};
