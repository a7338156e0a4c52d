import { type Either, mapLeft } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';

/** A text that has passed the codec of its kind. */
declare const kind: unique symbol;
export type Text<Kind extends string> = string & { readonly [kind]: Kind };

/**
 * Text a person wrote: well-formed UTF-16, no NUL, at least one visible character, at most `max` units.
 * Postgres refuses NUL and lone surrogates cannot be encoded, so they stop at the boundary, not in a driver.
 */
const INVISIBLE_ONLY = /^[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\p{Mn}\u2800\u{1D159}]*$/u;

const textProblem = (text: string, min: number, max: number): string | undefined => {
  if (text.length > max) return `must have at most ${max} characters`;
  if (text.length < min) return `must have at least ${min} characters`;
  if (!text.isWellFormed()) return 'must be well-formed Unicode';
  if (text.includes('\u0000')) return 'must not contain the NUL character';
  if (INVISIBLE_ONLY.test(text)) return 'must contain a visible character';
  return undefined;
};

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

/** The same codec, after `rewrite` brought the text into the one form that is kept (Unicode normal form, line ends). */
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

/** Controls, line breaks, marks that turn the reading direction, and piles of combining marks spoof a list of names. */
const ONE_HONEST_LINE =
  /^(?!.*\p{M}{5})[^\p{Cc}\p{Zl}\p{Zp}\u061C\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]*$/u;

/** A name or a remark: one line in any script, in Unicode's normal form C, without space at its ends. */
export const lineText = <A extends string = string>(name: string, max: number): t.Type<A, string, unknown> =>
  rewriting(
    boundedText<A>(name, {
      max,
      rule: ONE_HONEST_LINE,
      says: 'must be one line without control characters, direction marks or piled-up accents',
    }),
    (text) => text.normalize('NFC').trim(),
  );

/** Decodes at the door of a command; `refuse` makes the slice's own rejection of what is wrong. */
export const readText =
  <A, R>(codec: t.Type<A, string, unknown>, refuse: (why: string) => R) =>
  (text: string): Either<R, A> =>
    mapLeft((errors: t.Errors) => refuse(errors[0]?.message ?? `${codec.name} is not valid`))(codec.decode(text));
