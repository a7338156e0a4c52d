import { type Either, mapLeft } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';

declare const kind: unique symbol;
/** A text that has passed the codec of its kind. */
export type Text<Kind extends string> = string & { readonly [kind]: Kind };

const INVISIBLE_ONLY = /^[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\p{Mn}\u2800\u{1D159}]*$/u;

/** True for a text in which a reader sees nothing. */
export const isInvisible = (text: string): boolean => INVISIBLE_ONLY.test(text);

const textProblem = (text: string, min: number, max: number): string | undefined => {
  if (text.length > max) return `must have at most ${max} characters`;
  if (text.length < min) return `must have at least ${min} characters`;
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

/** Excludes characters by which one name can imitate another: controls, line breaks, direction marks, piled accents. */
const ONE_HONEST_LINE =
  /^(?!.*\p{M}{5})[^\p{Cc}\p{Zl}\p{Zp}\u061C\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]*$/u;

/** Removes the single characters that a line does not hold. Piled-up accents are several, so they stay. */
export const onlyHonest = (text: string): string =>
  ONE_HONEST_LINE.test(text)
    ? text
    : Array.from(text)
        .filter((character) => ONE_HONEST_LINE.test(character))
        .join('');

/** Makes the codec of a name or a remark: one line in any script, in normal form C, without space at its ends. */
export const lineText = <A extends string = string>(name: string, max: number): t.Type<A, string, unknown> =>
  rewriting(
    boundedText<A>(name, {
      max,
      rule: ONE_HONEST_LINE,
      says: 'must be one line without control characters, direction marks or piled-up accents',
    }),
    (text) => text.normalize('NFC').trim(),
  );

/** Reads a text for a command. `refuse` makes the rejection of the slice from the reason. */
export const readText =
  <A, R>(codec: t.Type<A, string, unknown>, refuse: (why: string) => R) =>
  (text: string): Either<R, A> =>
    mapLeft((errors: t.Errors) => refuse(errors[0]?.message ?? `${codec.name} is not valid`))(codec.decode(text));
