/**
 * Turns the names of a typed text into the tokens of a sent message, and tokens back into names. A token holds an id:
 * `<@user>`, `<@&role>`, `<#channel>`.
 */

import { closedIn, codeIn, holds, READ_CHARS_MAX } from '#web/message/writing/closed-parts.ts';
import type { KnownName, KnownNames } from '#web/message/writing/known-names.ts';

/** Name that the user chose from a list. It means one thing, also where others have the same name. */
export type ChosenName = { readonly at: number; readonly shown: string; readonly token: string };

const TOKEN = /<(?:@&?|#)[0-7][0-9A-HJKMNP-TV-Z]{25}>/g;
const SIGN = /[@#]/g;
/** Text before a sign that begins a name: none, a space, or a mark that stands before a word. */
const BEFORE = /(?:^|[\s([{"'«“‘„*_~|>,;:.…–—-])$/u;
/** Text after the end of a name. A letter there means another, longer name. */
const GOES_ON = /^(?:[\p{L}\p{M}\p{N}_]|[.-](?=[\p{L}\p{N}_]))/u;

/** True where a sign at a place of the text may begin a name. */
export const mayBegin = (text: string, at: number): boolean => BEFORE.test(text.slice(Math.max(0, at - 2), at));

const isWhole = (text: string, from: number, to: number): boolean =>
  !/[\p{L}\p{M}\p{N}_]$/u.test(text.slice(from, to)) || !GOES_ON.test(text.slice(to, to + 2));

/**
 * Answers the longest name that the text writes at a place. A name of several things is none, and no shorter name
 * stands in for it.
 */
const nameAt = (
  text: string,
  at: number,
  names: KnownNames,
): { readonly known: KnownName; readonly to: number } | null => {
  for (let to = Math.min(text.length, at + names.longest); to > at + 1; to -= 1) {
    if (!isWhole(text, at, to)) continue;
    const written = text.slice(at, to);
    if (!names.isName(written)) continue;
    const known = names.meant(written);
    return known === undefined ? null : { known, to };
  }
  return null;
};

/** Answers the text of the sent message. */
export const wireOf = (text: string, names: KnownNames, chosen: ReadonlyArray<ChosenName>): string => {
  if (text.length > READ_CHARS_MAX || !/[@#]/.test(text)) return text;
  const closed = closedIn(text);
  const choices = new Map(chosen.map((one) => [one.at, one]));
  const tokens = new Map([...text.matchAll(TOKEN)].map(({ index, 0: token }) => [index + 1, token]));
  let wire = '';
  let done = 0;
  for (const { index: at } of text.matchAll(SIGN)) {
    if (at < done || tokens.has(at) || holds(closed, at)) continue;
    const choice = choices.get(at);
    if (choice !== undefined && text.startsWith(choice.shown, at) && isWhole(text, at, at + choice.shown.length)) {
      wire += text.slice(done, at) + choice.token;
      done = at + choice.shown.length;
      continue;
    }
    const found = mayBegin(text, at) ? nameAt(text, at, names) : null;
    if (found === null) continue;
    wire += text.slice(done, at) + found.known.token;
    done = found.to;
  }
  return wire + text.slice(done);
};

/** Answers the text of a sent message as a user edits it. A token that the client does not know stays a token. */
export const typedOf = (
  wire: string,
  names: KnownNames,
): { readonly text: string; readonly chosen: ReadonlyArray<ChosenName> } => {
  const code = codeIn(wire);
  const chosen: ChosenName[] = [];
  let text = '';
  let done = 0;
  for (const { index: at, 0: token } of wire.matchAll(TOKEN)) {
    const known = holds(code, at) ? undefined : names.ofToken(token);
    if (known === undefined) continue;
    text += wire.slice(done, at);
    chosen.push({ at: text.length, shown: known.shown, token });
    text += known.shown;
    done = at + token.length;
  }
  return { text: text + wire.slice(done), chosen };
};

/** Moves the chosen names along with a change of the text. A name that the change touches is no longer a chosen one. */
export const carried = (
  chosen: ReadonlyArray<ChosenName>,
  before: string,
  after: string,
): ReadonlyArray<ChosenName> => {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const by = after.length - before.length;
  return chosen.flatMap((one) => {
    if (one.at + one.shown.length <= start) return one;
    return one.at >= before.length - end ? { ...one, at: one.at + by } : [];
  });
};
