/**
 * Drags channels and categories in a list with the pointer. A finger drags only at a grip, because it scrolls elsewhere.
 * Rows have `data-channel` with their id, the rows of categories `data-category` too. Menus do the same with keys.
 */

import type { ChannelId } from '#domain/kernel/ids.ts';
import type { ChannelActs } from '#web/governance/channels/channel-acts.ts';
import type { ListPlace } from '#web/governance/channels/placing.ts';

/** Distance in pixels from which a press is a drag. */
const DRAG_FROM = 6;

type Spot = { readonly line: Element; readonly side: 'before' | 'after' };
type Aim = Spot & ({ readonly place: ListPlace } | { readonly category: number });

const idOf = (row: Element): ChannelId => (row.getAttribute('data-channel') ?? '') as ChannelId;
const isCategory = (row: Element): boolean => row.hasAttribute('data-category');
const isBelow = (row: Element, y: number): boolean => {
  const { top, height } = row.getBoundingClientRect();
  return y > top + height / 2;
};

/** Answers where a channel goes that is let go at `y`. */
const aimOfChannel = (rows: ReadonlyArray<Element>, dragged: ChannelId, y: number): Aim | null => {
  let place: ListPlace = { categoryId: null, at: 0 };
  let spot: Spot | null = rows[0] === undefined ? null : { line: rows[0], side: 'before' };
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

type Drag = { readonly row: HTMLElement; readonly id: ChannelId; readonly x: number; readonly y: number };

/** Listens in a list. Answers a function that stops it. */
export const dragChannels = (
  list: HTMLElement,
  acts: Pick<ChannelActs, 'drop' | 'dropCategory'>,
  mayDrag: (id: ChannelId) => boolean,
): (() => void) => {
  let held: Drag | null = null;
  let aim: Aim | null = null;
  let moves = false;
  const rows = (): ReadonlyArray<HTMLElement> => [...list.querySelectorAll<HTMLElement>('[data-channel]')];
  const clear = (): void => {
    for (const row of rows()) {
      row.removeAttribute('data-drop');
      row.classList.remove('dragged');
    }
  };
  const end = (): void => {
    clear();
    held = null;
    aim = null;
    moves = false;
    removeEventListener('pointermove', follow);
    removeEventListener('pointerup', letGo);
    removeEventListener('pointercancel', end);
    removeEventListener('keydown', giveUp, true);
  };
  const follow = (event: PointerEvent): void => {
    if (held === null) return;
    if (!moves && Math.hypot(event.clientX - held.x, event.clientY - held.y) < DRAG_FROM) return;
    moves = true;
    event.preventDefault();
    clear();
    held.row.classList.add('dragged');
    const aimed = isCategory(held.row) ? aimOfCategory : aimOfChannel;
    aim = aimed(rows(), held.id, event.clientY);
    aim?.line.setAttribute('data-drop', aim.side);
  };
  const letGo = (): void => {
    const [drag, target, moved] = [held, aim, moves];
    end();
    if (!moved || drag === null || target === null) return;
    // The click that ends the drag would open the channel.
    const swallow = (event: Event): void => {
      event.preventDefault();
      event.stopPropagation();
    };
    addEventListener('click', swallow, { capture: true, once: true });
    setTimeout(() => removeEventListener('click', swallow, true));
    if ('place' in target) void acts.drop(drag.id, target.place);
    else void acts.dropCategory(drag.id, target.category);
  };
  const giveUp = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    end();
  };
  const press = (event: PointerEvent): void => {
    const { target } = event;
    if (event.button !== 0 || !event.isPrimary || !(target instanceof Element)) return;
    const row = target.closest<HTMLElement>('[data-channel]');
    const grip = target.closest('.grip');
    if (row === null || !mayDrag(idOf(row)) || (event.pointerType !== 'mouse' && grip === null)) return;
    if (grip === null && target.closest('.icon-button') !== null) return;
    held = { row, id: idOf(row), x: event.clientX, y: event.clientY };
    addEventListener('pointermove', follow);
    addEventListener('pointerup', letGo);
    addEventListener('pointercancel', end);
    addEventListener('keydown', giveUp, true);
  };
  list.addEventListener('pointerdown', press);
  return () => {
    end();
    list.removeEventListener('pointerdown', press);
  };
};
