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

/** Scores a name for the typed letters; lower is better. Letters that stand together and begin a word score best. */
export const scoreOf = (name: string, wanted: string): number => {
  const at = name.indexOf(wanted);
  if (at === 0) return 0;
  if (at > 0) return /[\s._-]/.test(name[at - 1] ?? '') ? 100 + at : 200 + at;
  let from = 0;
  for (const letter of wanted) {
    const found = name.indexOf(letter, from);
    if (found === -1) return Number.POSITIVE_INFINITY;
    from = found + 1;
  }
  return 1_000 + from;
};

/** A word of the note finds the item too, after all whose names fit. */
const fitOf = ({ name, note = '' }: PaletteItem, wanted: string): number =>
  Math.min(scoreOf(name.toLocaleLowerCase(), wanted), 2_000 + scoreOf(`${name} ${note}`.toLocaleLowerCase(), wanted));

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
  const found = items
    .filter((item) => kind === null || item.kind === kind)
    .map((item) => ({ item, fit: fitOf(item, wanted) }))
    .filter(({ fit }) => Number.isFinite(fit))
    .toSorted((a, b) => a.fit - b.fit || used(a.item) - used(b.item))
    .slice(0, FOUND_MAX)
    .map(({ item }) => item);
  return found.length === 0 ? [] : [{ kind: kind ?? 'found', items: found }];
};
