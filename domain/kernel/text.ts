import * as t from 'io-ts';

/**
 * Text a person wrote: well-formed UTF-16, no NUL, at least one visible character, at most `max` units.
 * Postgres refuses NUL and lone surrogates cannot be encoded, so they stop at the boundary, not in a driver.
 */
const INVISIBLE_ONLY = /^[\p{White_Space}\p{Cf}\p{Cc}\p{Mn}\u115F\u1160\u2800\u3164\uFFA0]*$/u;

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
