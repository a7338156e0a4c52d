/** The things that the palette finds, and the order in which it shows them. */

import type { IconName } from '#web/ui/icon.tsx';

export type PaletteItem = {
  /** Names the item among the recent ones. */
  readonly key: string;
  readonly kind: PaletteKind;
  readonly name: string;
  /** Where the thing belongs, such as the guild of a channel. */
  readonly note?: string | undefined;
  readonly icon: IconName;
  /** The keys that do the same. */
  readonly keys?: string | undefined;
  /** True for an act that takes something away. It is found by letters that stand together only. */
  readonly danger?: boolean;
  readonly run: () => void;
};
export type PaletteKind = 'channel' | 'person' | 'guild' | 'action';

/** The sign that a search begins with when the user wants one kind of thing only. */
export const PREFIXES = [
  ['#', 'channel'],
  ['@', 'person'],
  ['*', 'guild'],
  ['>', 'action'],
] as const satisfies ReadonlyArray<readonly [string, PaletteKind]>;

export type PaletteSection = {
  readonly kind: PaletteKind | 'recent' | 'found';
  readonly items: ReadonlyArray<PaletteItem>;
};

const FOUND_MAX = 50;
const RECENT_SHOWN_MAX = 5;
/** Items of each kind before the user has typed anything. */
const SHOWN_MAX: { readonly [K in PaletteKind]: number } = { channel: 8, person: 0, guild: 5, action: 8 };

/** Scores of the ways in which letters fit a name, the best first. A name is far shorter than the steps between them. */
const WORD_BEGINS = 1_000;
const IN_A_WORD = 2_000;
const IN_THE_NOTE = 3_000;
const SCATTERED = 6_000;
const NO_FIT = Number.POSITIVE_INFINITY;

const wordBeginAt = (name: string, wanted: string): number => {
  for (let at = name.indexOf(wanted); at !== -1; at = name.indexOf(wanted, at + 1))
    if (at === 0 || /[\s._:-]/.test(name[at - 1] ?? '')) return at;
  return -1;
};

/** Scores a name for letters that stand together in it. The beginning of a word is better than its inside. */
const runScore = (name: string, wanted: string): number => {
  const begin = wordBeginAt(name, wanted);
  if (begin !== -1) return begin === 0 ? 0 : WORD_BEGINS + begin;
  const at = name.indexOf(wanted);
  return at === -1 ? NO_FIT : IN_A_WORD + at;
};

/** Scores a name that holds the letters in their order, with others between them. */
const scatteredScore = (name: string, wanted: string): number => {
  let from = 0;
  for (const letter of wanted) {
    const found = name.indexOf(letter, from);
    if (found === -1) return NO_FIT;
    from = found + 1;
  }
  return SCATTERED + from;
};

/**
 * Scores an item for the typed letters, and lower is better. A word of the note finds the item too, after all whose
 * names fit. Scattered letters find no act that takes something away, because Enter would run it by a slip.
 */
const fitOf = ({ name, note = '', danger = false }: PaletteItem, wanted: string): number => {
  const plain = name.toLocaleLowerCase();
  return Math.min(
    runScore(plain, wanted),
    IN_THE_NOTE + runScore(`${plain} ${note.toLocaleLowerCase()}`, wanted),
    danger ? NO_FIT : scatteredScore(plain, wanted),
  );
};

const withoutWish = (
  items: ReadonlyArray<PaletteItem>,
  recent: ReadonlyArray<string>,
): ReadonlyArray<PaletteSection> => {
  const byKey = new Map(items.map((item) => [item.key, item]));
  const first = recent.flatMap((key) => byKey.get(key) ?? []).slice(0, RECENT_SHOWN_MAX);
  const rest = items.filter((item) => !first.includes(item));
  const kinds = PREFIXES.map(([, kind]) => ({
    kind,
    items: rest.filter((item) => item.kind === kind).slice(0, SHOWN_MAX[kind]),
  }));
  return [{ kind: 'recent' as const, items: first }, ...kinds].filter((section) => section.items.length > 0);
};

/** Answers what the palette shows for a query: the recent things first, or the things that fit, the best first. */
export const sectionsFor = (
  query: string,
  items: ReadonlyArray<PaletteItem>,
  recent: ReadonlyArray<string>,
): ReadonlyArray<PaletteSection> => {
  const [sign, kind] = PREFIXES.find(([prefix]) => query.trimStart().startsWith(prefix)) ?? ['', null];
  const wanted = query.trimStart().slice(sign.length).trim().toLocaleLowerCase();
  if (kind === null && wanted === '') return withoutWish(items, recent);
  const used = (item: PaletteItem): number => (recent.includes(item.key) ? 0 : 1);
  const risk = ({ danger = false }: PaletteItem): number => Number(danger);
  const found = items
    .filter((item) => kind === null || item.kind === kind)
    .map((item) => ({ item, fit: fitOf(item, wanted) }))
    .filter(({ fit }) => Number.isFinite(fit))
    .toSorted((a, b) => a.fit - b.fit || used(a.item) - used(b.item) || risk(a.item) - risk(b.item))
    .slice(0, FOUND_MAX)
    .map(({ item }) => item);
  return found.length === 0 ? [] : [{ kind: kind ?? 'found', items: found }];
};
