import type { ProblemCode, Refusal } from '#gateway/present/problems.ts';

export type Kinded = { readonly kind: string };

/** How one kind of rejection is told. `code` stands apart from `tell` so that the API's description can list it. */
export type Told<R> = { readonly code: ProblemCode; readonly tell: (rejection: R) => Omit<Refusal, 'code'> };

/** Every kind a command or a question may answer with; a new kind does not compile until it is told somehow. */
export type Refusals<R extends Kinded> = {
  readonly [K in R['kind']]: Told<Extract<R, { readonly kind: K }>>;
};

/** A rejection told in one fixed sentence. */
export const told = (code: ProblemCode, detail: string): Told<unknown> => ({ code, tell: () => ({ detail }) });

export const refusalOf = <R extends Kinded>(refusals: Refusals<R>, rejection: R): Refusal => {
  // The table has an entry for each kind by its type; that the entry fits this very kind the compiler cannot see.
  const entry = refusals[rejection.kind as R['kind']] as Told<R>;
  return { code: entry.code, ...entry.tell(rejection) };
};

export const codesOf = (refusals: {
  readonly [kind: string]: { readonly code: ProblemCode };
}): ReadonlyArray<ProblemCode> => Object.values(refusals).map(({ code }) => code);
