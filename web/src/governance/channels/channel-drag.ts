/**
 * Drags channels and categories in a list with the pointer. A finger drags only at a grip, because it scrolls elsewhere.
 * Rows have `data-channel` with their id, the rows of categories `data-category` too. Menus do the same with keys.
 */

import type { ChannelId } from '#domain/kernel/ids.ts';
import type { ChannelActs } from '#web/governance/channels/channel-acts.ts';
import type { ListPlace } from '#web/governance/channels/placing.ts';
import { type DropLine, dragRows, isBelow } from '#web/ui/drag-rows.ts';

type Aim = DropLine & ({ readonly place: ListPlace } | { readonly category: number });

const idOf = (row: Element): ChannelId => (row.getAttribute('data-channel') ?? '') as ChannelId;
const isCategory = (row: Element): boolean => row.hasAttribute('data-category');

/** Answers where a channel goes that is let go at `y`. */
const aimOfChannel = (rows: ReadonlyArray<Element>, dragged: ChannelId, y: number): Aim | null => {
  let place: ListPlace = { categoryId: null, at: 0 };
  let spot: DropLine | null = rows[0] === undefined ? null : { line: rows[0], side: 'before' };
  for (const row of rows) {
    if (!isBelow(row, y)) break;
    if (isCategory(row)) place = { categoryId: idOf(row), at: 0 };
    else if (idOf(row) !== dragged) place = { ...place, at: place.at + 1 };
    spot = { line: row, side: 'after' };
  }
  return spot === null ? null : { ...spot, place };
};

/** Answers where a category goes: before the first category whose middle is lower, or after everything. */
const aimOfCategory = (rows: ReadonlyArray<Element>, dragged: ChannelId, y: number): Aim | null => {
  const others = rows.filter((row) => isCategory(row) && idOf(row) !== dragged);
  const next = others.find((row) => !isBelow(row, y));
  const last = rows.at(-1);
  if (last === undefined) return null;
  if (next === undefined) return { line: last, side: 'after', category: others.length };
  return { line: next, side: 'before', category: others.indexOf(next) };
};

/** Listens in a list. Answers a function that stops it. */
export const dragChannels = (
  list: HTMLElement,
  acts: Pick<ChannelActs, 'drop' | 'dropCategory'>,
  mayDrag: (id: ChannelId) => boolean,
): (() => void) =>
  dragRows<Aim>(list, {
    rows: '[data-channel]',
    mayDrag: (row, { target, pointerType }) => {
      if (!mayDrag(idOf(row))) return false;
      const onGrip = target.closest('.grip') !== null;
      return onGrip || (pointerType === 'mouse' && target.closest('.icon-button') === null);
    },
    aimAt: (rows, dragged, y) => (isCategory(dragged) ? aimOfCategory : aimOfChannel)(rows, idOf(dragged), y),
    drop: (dragged, aim) => {
      if ('place' in aim) void acts.drop(idOf(dragged), aim.place);
      else void acts.dropCategory(idOf(dragged), aim.category);
    },
  });
