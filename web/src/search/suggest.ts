/** Suggests filters and their values for the piece that the user types. Pure; the search box applies the choice. */

export type Suggestion = {
  /** The text that replaces the typed piece. */
  readonly insert: string;
  readonly kind: 'filter' | 'person' | 'channel' | 'value';
};
export type SuggestionList = {
  /** Start of the typed piece, in UTF-16 units. */
  readonly from: number;
  /** End of the typed piece: the caret. */
  readonly to: number;
  readonly suggestions: ReadonlyArray<Suggestion>;
};
export type SuggestionSource = {
  readonly people: ReadonlyArray<string>;
  readonly channels: ReadonlyArray<string>;
  /** The day of the user, as the filters take it: `2024-03-05`. */
  readonly today: string;
};

const SHOWN_MAX = 8;
export const FILTERS = ['from', 'in', 'mentions', 'has', 'before', 'after', 'during'] as const;
export type Filter = (typeof FILTERS)[number];
/** Name that stands for the user. */
const ME = 'me';
const CONTENTS = ['link', 'file', 'image'];

/** Start of the piece at the caret: after the last space outside quotes. */
const pieceAt = (text: string, caret: number): number => {
  let from = 0;
  let quoted = false;
  for (let at = 0; at < caret; at += 1) {
    if (text[at] === '"') quoted = !quoted;
    else if (!quoted && /\s/.test(text[at] ?? '')) from = at + 1;
  }
  return from;
};

const quoted = (name: string): string => (/[\s"]/.test(name) ? `"${name.replaceAll('"', '')}"` : name);

const starting = (names: ReadonlyArray<string>, typed: string): ReadonlyArray<string> => {
  const wanted = typed.replace(/^["@#]+/, '').toLocaleLowerCase();
  return [...new Set(names)].filter((name) => name.toLocaleLowerCase().startsWith(wanted)).toSorted();
};

const valuesOf = (filter: Filter, typed: string, known: SuggestionSource): ReadonlyArray<Suggestion> => {
  const as = (kind: Suggestion['kind'], names: ReadonlyArray<string>) =>
    starting(names, typed).map((name) => ({ kind, insert: `${filter}:${quoted(name)} ` }));
  switch (filter) {
    case 'from':
    case 'mentions':
      return [
        ...as('person', [ME]),
        ...as(
          'person',
          known.people.filter((name) => name.toLowerCase() !== ME),
        ),
      ];
    case 'in':
      return as('channel', known.channels);
    case 'has':
      return as('value', CONTENTS);
    default:
      return as('value', [known.today, known.today.slice(0, 7), known.today.slice(0, 4)]);
  }
};

export const suggest = (text: string, caret: number, known: SuggestionSource): SuggestionList => {
  const from = pieceAt(text, caret);
  const piece = text.slice(from, caret);
  // The help under the field lists all filters, so an empty piece needs no second list.
  if (piece === '') return { from, to: caret, suggestions: [] };
  const [, name = '', value = ''] = /^(\w+):(.*)$/.exec(piece) ?? [];
  const filter = FILTERS.find((one) => one === name.toLowerCase());
  const all =
    filter === undefined
      ? FILTERS.filter((one) => one.startsWith(piece.toLowerCase())).map(
          (one): Suggestion => ({ kind: 'filter', insert: `${one}:` }),
        )
      : valuesOf(filter, value, known);
  return { from, to: caret, suggestions: all.slice(0, SHOWN_MAX) };
};

/** Puts a suggestion in place of the typed piece. Answers the new text and the new caret. */
export const applied = (
  text: string,
  { from, to }: SuggestionList,
  { insert }: Suggestion,
): { readonly text: string; readonly caret: number } => {
  const rest = text.slice(to);
  const made = insert.endsWith(' ') && rest.startsWith(' ') ? insert.slice(0, -1) : insert;
  return { text: `${text.slice(0, from)}${made}${rest}`, caret: from + insert.length };
};
