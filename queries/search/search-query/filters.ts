/** Filters of a search query: their names before the colon, and the values that each accepts. */
import { type Either, left, right } from 'fp-ts/lib/Either.js';
import type { CarriedKind } from '#domain/message/values.ts';
import { periodOf } from './period.ts';
import type { Term } from './terms.ts';
import type { DayClock } from './time-zone.ts';

/** Value of a filter, without invisible characters and with them. */
type FilterValue = { readonly text: string; readonly written: string };
type Filter = (name: string, value: FilterValue, beginOf: DayClock) => Either<string, Term>;

const CARRIED: ReadonlyArray<CarriedKind> = ['link', 'file', 'image'];

const bareName = (value: string): string => value.replace(/^[\s@#]+/u, '').trimEnd();
/** Cuts a value to begin where its name begins, which loses the invisible characters before the name. */
const fromName = (value: string, name: string): string => {
  const [first = ''] = name;
  return value.slice(value.indexOf(first)).trimEnd();
};

const named =
  (kind: 'from' | 'in' | 'mentions', whose: 'person' | 'channel'): Filter =>
  (name, { text, written }) => {
    const bare = bareName(text);
    const whole = fromName(written, bare);
    return bare === ''
      ? left(
          `${name}: needs the name of a ${whose} right after it, as in ${name}:${whose === 'person' ? 'ada' : 'general'}.`,
        )
      : right(whole === bare ? { kind, name: bare } : { kind, name: bare, written: whole });
  };

const dated =
  (kind: 'before' | 'after' | 'during'): Filter =>
  (name, { text }, beginOf) => {
    const period = periodOf(text, beginOf);
    return period === undefined
      ? left(`${name}: needs a day, a month or a year, as in ${name}:2024-03-05, ${name}:2024-03 or ${name}:2024.`)
      : right({ kind, period });
  };

export const FILTERS: ReadonlyMap<string, Filter> = new Map<string, Filter>([
  ['from', named('from', 'person')],
  ['in', named('in', 'channel')],
  ['mentions', named('mentions', 'person')],
  [
    'has',
    (_name, { text }) => {
      const carried = CARRIED.find((one) => one === text.toLowerCase());
      return carried === undefined
        ? left('has: needs one of link, file and image, as in has:link.')
        : right({ kind: 'has', carried });
    },
  ],
  ['before', dated('before')],
  ['after', dated('after')],
  ['during', dated('during')],
]);

const ALL = [...FILTERS.keys()].map((name) => `${name}:`).join(', ');

/** Says whether two words differ by one slip: a letter added, left out, wrong or swapped with its neighbour. */
const nearlyAlike = (a: string, b: string): boolean => {
  if (a === b) return true;
  if (a.length > b.length) return nearlyAlike(b, a);
  if (b.length - a.length > 1) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  if (a.length < b.length) return a.slice(at) === b.slice(at + 1);
  const swapped = a[at] === b[at + 1] && a[at + 1] === b[at];
  return a.slice(at + (swapped ? 2 : 1)) === b.slice(at + (swapped ? 2 : 1));
};

export const unknownFilter = (name: string): string => {
  const meant = [...FILTERS.keys()].find((known) => nearlyAlike(known, name.toLowerCase()));
  const advice = meant === undefined ? `The filters are ${ALL}.` : `Did you mean ${meant}:?`;
  return `${name}: is no filter. ${advice} To search for this text itself, put it in quotes.`;
};
