import type { CarriedKind } from '#domain/message/values.ts';
import type { Clause } from '#queries/ports/message-search.ts';
import { spanOf } from './period.ts';
import type { Term } from './terms.ts';

/** Criteria: the terms of a query, sorted by what they demand of a message. */
export type Criteria = {
  readonly must: ReadonlyArray<Clause>;
  readonly mustNot: ReadonlyArray<Clause>;
  readonly from: ReadonlyArray<string>;
  readonly in: ReadonlyArray<string>;
  readonly mentions: ReadonlyArray<string>;
  readonly has: ReadonlyArray<CarriedKind>;
  readonly sentFromMs: number | undefined;
  readonly sentToMs: number | undefined;
};

const clausesOf = (terms: ReadonlyArray<Term>, excluded: boolean): ReadonlyArray<Clause> =>
  terms.flatMap((term) => ('text' in term && term.excluded === excluded ? [{ kind: term.kind, text: term.text }] : []));

const namesOf = (terms: ReadonlyArray<Term>, kind: 'from' | 'in' | 'mentions'): ReadonlyArray<string> =>
  terms.flatMap((term) => ('name' in term && term.kind === kind ? [term.name] : []));

export const criteriaOf = (terms: ReadonlyArray<Term>): Criteria => {
  const { fromMs, toMs } = spanOf(terms);
  return {
    must: clausesOf(terms, false),
    mustNot: clausesOf(terms, true),
    from: namesOf(terms, 'from'),
    in: namesOf(terms, 'in'),
    mentions: namesOf(terms, 'mentions'),
    has: terms.flatMap((term) => (term.kind === 'has' ? [term.carried] : [])),
    sentFromMs: Number.isFinite(fromMs) ? fromMs : undefined,
    sentToMs: Number.isFinite(toMs) ? toMs : undefined,
  };
};
