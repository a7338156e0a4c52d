import type { ProblemCode, Refusal } from '#gateway/present/problems.ts';

export type TaggedValue = { readonly kind: string };

/**
 * Explanation of one kind of rejection to a client. `code` stands apart from `explain`, so that the API description can
 * list it.
 */
export type Explanation<R> = { readonly code: ProblemCode; readonly explain: (rejection: R) => Omit<Refusal, 'code'> };

/** Table with the explanation of each rejection. A new kind of rejection does not compile without its entry. */
export type Refusals<R extends TaggedValue> = {
  readonly [K in R['kind']]: Explanation<Extract<R, { readonly kind: K }>>;
};

/** Explains a rejection with one fixed sentence. */
export const explained = (code: ProblemCode, detail: string): Explanation<unknown> => ({
  code,
  explain: () => ({ detail }),
});

/** Turns a rejection into the refusal that a client gets. */
export const refusalOf = <R extends TaggedValue>(refusals: Refusals<R>, rejection: R): Refusal => {
  // The type gives each kind its entry. The compiler cannot see that this entry belongs to this kind.
  const entry = refusals[rejection.kind as R['kind']] as Explanation<R>;
  return { code: entry.code, ...entry.explain(rejection) };
};

/** Lists the codes of a table, for the API description. */
export const codesOf = (refusals: {
  readonly [kind: string]: { readonly code: ProblemCode };
}): ReadonlyArray<ProblemCode> => Object.values(refusals).map(({ code }) => code);
