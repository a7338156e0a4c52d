/** What could be meant by what is being typed: a filter, or what it takes. Pure; the box applies what is chosen. */

export type Suggestion = {
  /** What stands in place of the piece that is being typed. */
  readonly insert: string;
  readonly kind: 'filter' | 'person' | 'channel' | 'value';
};
export type Suggested = {
  /** The piece that is being typed, in UTF-16 units. */
  readonly from: number;
  readonly to: number;
  readonly suggestions: ReadonlyArray<Suggestion>;
};
export type Known = {
  readonly people: ReadonlyArray<string>;
  readonly channels: ReadonlyArray<string>;
  /** `2024-03-05`, in UTC as the filters take it. */
  readonly today: string;
};

const SHOWN_MAX = 8;
export const FILTERS = ['from', 'in', 'mentions', 'has', 'before', 'after', 'during'] as const;
export type Filter = (typeof FILTERS)[number];
const CARRIED = ['link', 'file', 'image'];

/** From the last space outside quotes up to the caret. */
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

const valuesOf = (filter: Filter, typed: string, known: Known): ReadonlyArray<Suggestion> => {
  const as = (kind: Suggestion['kind'], names: ReadonlyArray<string>) =>
    starting(names, typed).map((name) => ({ kind, insert: `${filter}:${quoted(name)} ` }));
  switch (filter) {
    case 'from':
    case 'mentions':
      return as('person', known.people);
    case 'in':
      return as('channel', known.channels);
    case 'has':
      return as('value', CARRIED);
    default:
      return as('value', [known.today, known.today.slice(0, 7), known.today.slice(0, 4)]);
  }
};

export const suggest = (text: string, caret: number, known: Known): Suggested => {
  const from = pieceAt(text, caret);
  const piece = text.slice(from, caret);
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

export const applied = (
  text: string,
  { from, to }: Suggested,
  { insert }: Suggestion,
): { readonly text: string; readonly caret: number } => {
  const rest = text.slice(to);
  const made = insert.endsWith(' ') && rest.startsWith(' ') ? insert.slice(0, -1) : insert;
  return { text: `${text.slice(0, from)}${made}${rest}`, caret: from + insert.length };
};
