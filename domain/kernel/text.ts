import { type Either, mapLeft } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { asOneLine } from '#domain/kernel/stored-form.ts';

declare const kind: unique symbol;
/** A text that has passed the codec of its kind. */
export type Text<Kind extends string> = string & { readonly [kind]: Kind };

const INVISIBLE_ONLY = /^[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\p{Mn}\u2800\u{1D159}]*$/u;

/** True for a text in which a reader sees nothing. */
export const isInvisible = (text: string): boolean => INVISIBLE_ONLY.test(text);

const textProblem = (text: string, min: number, max: number): string | undefined => {
  if (text.length > max) return `must have at most ${max} characters`;
  if (text.length < min) return min === 1 ? 'must not be empty' : `must have at least ${min} characters`;
  if (!text.isWellFormed()) return 'must be well-formed Unicode';
  if (text.includes('\u0000')) return 'must not contain the NUL character';
  if (isInvisible(text)) return 'must contain a visible character';
  return undefined;
};

/**
 * Makes the codec of a text that a person wrote: well-formed UTF-16, no NUL, at least one visible character, and a
 * length in UTF-16 units within the bounds. Postgres refuses NUL, and UTF-8 has no lone surrogates, so the codec
 * refuses both.
 */
export const boundedText = <A extends string = string>(
  name: string,
  bounds: {
    readonly min?: number;
    readonly max: number;
    readonly rule?: { test(s: string): boolean };
    readonly says?: string;
  },
): t.Type<A, string, unknown> => {
  const problem = (u: unknown): string | undefined => {
    if (typeof u !== 'string') return `${name} must be a text`;
    const bad = textProblem(u, bounds.min ?? 1, bounds.max);
    if (bad !== undefined) return `${name} ${bad}`;
    return bounds.rule === undefined || bounds.rule.test(u) ? undefined : `${name} ${bounds.says ?? 'is not allowed'}`;
  };
  return new t.Type<A, string, unknown>(
    name,
    (u): u is A => problem(u) === undefined,
    (u, context) => {
      const bad = problem(u);
      return bad === undefined ? t.success(u as A) : t.failure(u, context, bad);
    },
    (a) => a,
  );
};

/** Rewrites a text into its one stored form (Unicode normal form, line ends) before `codec` reads it. */
export const rewriting = <A extends string>(
  codec: t.Type<A, string, unknown>,
  rewrite: (text: string) => string,
): t.Type<A, string, unknown> =>
  new t.Type<A, string, unknown>(
    codec.name,
    codec.is,
    (u, context) => codec.validate(typeof u === 'string' ? rewrite(u) : u, context),
    codec.encode,
  );

/** Signs that Unicode counts as formats and every font draws: they stand before or around a number. */
const DRAWN_FORMATS = '\\u0600-\\u0605\\u06DD\\u070F\\u0890\\u0891\\u08E2\\u{110BD}\\u{110CD}';
/** Characters that a name holds only in their place: controls, ends of lines, and what is not drawn by itself. */
const UNSEEN = `[\\p{Cc}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}[\\p{Cf}--[${DRAWN_FORMATS}]]]`;
/** A letter or mark of a script that needs joiners or variants. The scripts of Europe need neither. */
const SHAPED =
  '[[\\p{L}\\p{M}]--[\\p{scx=Latn}\\p{scx=Grek}\\p{scx=Cyrl}\\p{scx=Zyyy}\\p{scx=Zinh}\\p{Default_Ignorable_Code_Point}]]';
/** Unseen characters in a place where a script or an emoji needs them, next to the sign that each one shapes. */
const IN_PLACE = [
  `(?<=${SHAPED})\\p{Variation_Selector}`,
  `(?<=${SHAPED}\\p{Variation_Selector}?)[\\u200C\\u200D\\u180E]`,
  '(?<=\\p{Extended_Pictographic})[\\uFE0E\\uFE0F]',
  '(?<=[0-9#*])\\uFE0F(?=\\u20E3)',
  '(?<=[\\p{Extended_Pictographic}\\p{Emoji_Modifier}]\\uFE0F?)\\u200D(?=\\p{Extended_Pictographic})',
  '\\p{RGI_Emoji_Tag_Sequence}',
].join('|');
const IN_PLACE_OR_UNSEEN = new RegExp(`(${IN_PLACE})|${UNSEEN}`, 'gv');

/** Removes each unseen character that is out of its place. Piled-up accents are seen, so they stay. */
export const onlyHonest = (line: string): string =>
  line.replace(IN_PLACE_OR_UNSEEN, (_, inPlace: string | undefined) => inPlace ?? '');

const PILED_ACCENTS = /\p{M}{5}/u;

/** Refuses characters by which one name can imitate another: what is not seen, direction marks, piled accents. */
const ONE_HONEST_LINE = {
  test: (line: string): boolean => !PILED_ACCENTS.test(line) && onlyHonest(line) === line,
};

/** Makes the codec of a name or a remark: one line in any script, in normal form C, without space at its ends. */
export const lineText = <A extends string = string>(name: string, max: number): t.Type<A, string, unknown> =>
  rewriting(
    boundedText<A>(name, {
      max,
      rule: ONE_HONEST_LINE,
      says: 'must be one line without invisible characters, direction marks or piled-up accents',
    }),
    asOneLine,
  );

/** Reads a text for a command. `refuse` makes the rejection of the slice from the reason. */
export const readText =
  <A, R>(codec: t.Type<A, string, unknown>, refuse: (why: string) => R) =>
  (text: string): Either<R, A> =>
    mapLeft((errors: t.Errors) => refuse(errors[0]?.message ?? `${codec.name} is not valid`))(codec.decode(text));
