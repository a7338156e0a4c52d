import type { CarriedKind } from '#domain/message/values.ts';
import type { Clause } from '#queries/ports/message-search.ts';
import { spanOf } from './period.ts';
import type { Term } from './terms.ts';

/** Names of users in a query. `me` stands for the viewer, and no new user can have this name. */
export type NamesOrMe = { readonly names: ReadonlyArray<string>; readonly me: boolean };

/** Criteria: the terms of a query, sorted by what they demand of a message. */
export type Criteria = {
  readonly must: ReadonlyArray<Clause>;
  readonly mustNot: ReadonlyArray<Clause>;
  readonly from: NamesOrMe;
  readonly in: ReadonlyArray<string>;
  readonly mentions: NamesOrMe;
  readonly has: ReadonlyArray<CarriedKind>;
  readonly sentFromMs: number | undefined;
  readonly sentToMs: number | undefined;
};

const clausesOf = (terms: ReadonlyArray<Term>, excluded: boolean): ReadonlyArray<Clause> =>
  terms.flatMap((term) => ('text' in term && term.excluded === excluded ? [{ kind: term.kind, text: term.text }] : []));

const namesOf = (terms: ReadonlyArray<Term>, kind: 'from' | 'in'): ReadonlyArray<string> =>
  terms.flatMap((term) => {
    if (!('name' in term) || term.kind !== kind) return [];
    return term.written === undefined ? [term.name] : [term.name, term.written];
  });

const isMe = (name: string): boolean => name.toLowerCase() === 'me';
const orMe = (names: ReadonlyArray<string>): NamesOrMe => ({
  names: names.filter((name) => !isMe(name)),
  me: names.some(isMe),
});

/** A message mentions a username, which holds no invisible character, so the name as it was written is not asked for. */
const mentionedNames = (terms: ReadonlyArray<Term>): ReadonlyArray<string> =>
  terms.flatMap((term) => (term.kind === 'mentions' ? [term.name] : []));

export const criteriaOf = (terms: ReadonlyArray<Term>): Criteria => {
  const { fromMs, toMs } = spanOf(terms);
  return {
    must: clausesOf(terms, false),
    mustNot: clausesOf(terms, true),
    from: orMe(namesOf(terms, 'from')),
    in: namesOf(terms, 'in'),
    mentions: orMe(mentionedNames(terms)),
    has: terms.flatMap((term) => (term.kind === 'has' ? [term.carried] : [])),
    sentFromMs: Number.isFinite(fromMs) ? fromMs : undefined,
    sentToMs: Number.isFinite(toMs) ? toMs : undefined,
  };
};
