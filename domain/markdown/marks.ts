/** Finds in a text the marks that Markdown does not know: mentions, times, web addresses and the edges of spoilers. */

import type { ChannelId, RoleId, UserId } from '#domain/kernel/ids.ts';
import { type Address, readAddress, WRITTEN_ADDRESS, withoutSentenceMarks } from '#domain/markdown/address.ts';
import type { MentionToken, TimeStyle, TimeToken } from '#domain/markdown/tokens.ts';

/** A mention, a moment, an address or the edge of a spoiler. Two edges stand around a spoiler. */
export type MarkMeaning =
  | MentionToken
  | TimeToken
  | { readonly kind: 'address'; readonly address: Address }
  | { readonly kind: 'edge' };
/** A mark with its length in UTF-16 units. */
export type Mark = { readonly length: number; readonly meaning: MarkMeaning };
/** All marks of a text, each by the place at which it begins. */
export type Marks = ReadonlyMap<number, Mark>;

const ULID = '[0-7][0-9A-HJKMNP-TV-Z]{25}';
/** Seconds from 1970 to the last moment that a date of JavaScript can name. */
const LAST_SECOND = 8_640_000_000_000;
const MARK = new RegExp(
  [
    `<(?<sign>@&?|#)(?<id>${ULID})>`,
    '<t:(?<unix>-?[0-9]{1,13})(?::(?<style>[tTdDfFR]))?>',
    '(?<![\\p{L}\\p{M}\\p{N}_.+\\-])@(?<crowd>everyone|here)(?![\\p{L}\\p{M}\\p{N}_])',
    '(?<edge>\\|\\|)',
    `(?<address>(?i:${WRITTEN_ADDRESS}))`,
  ].join('|'),
  'gv',
);

type Groups = { readonly [name: string]: string | undefined };

const mentionOf = (sign: string, id: string): MentionToken => {
  if (sign === '#') return { kind: 'channel', id: id as ChannelId };
  return sign === '@' ? { kind: 'user', id: id as UserId } : { kind: 'role', id: id as RoleId };
};

const timeOf = (unix: number, style: string): TimeToken | undefined =>
  Math.abs(unix) > LAST_SECOND ? undefined : { kind: 'time', unix: unix + 0, style: style as TimeStyle };

const markOf = (text: string, groups: Groups): Mark | undefined => {
  const { sign, id, unix, style, crowd, edge, address } = groups;
  if (sign !== undefined && id !== undefined) return { length: text.length, meaning: mentionOf(sign, id) };
  if (crowd !== undefined) return { length: text.length, meaning: { kind: crowd === 'here' ? 'here' : 'everyone' } };
  if (edge !== undefined) return { length: text.length, meaning: { kind: 'edge' } };
  if (unix !== undefined) {
    const meaning = timeOf(Number(unix), style ?? 'f');
    return meaning === undefined ? undefined : { length: text.length, meaning };
  }
  const written = withoutSentenceMarks(address ?? '');
  const read = readAddress(written);
  return read === undefined ? undefined : { length: written.length, meaning: { kind: 'address', address: read } };
};

/** Finds the marks of a text from its beginning to its end. Marks do not overlap. */
export const marksIn = (source: string): Marks => {
  const marks = new Map<number, Mark>();
  for (const match of source.matchAll(MARK)) {
    const mark = markOf(match[0], match.groups ?? {});
    if (mark !== undefined) marks.set(match.index, mark);
  }
  return marks;
};
