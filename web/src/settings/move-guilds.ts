/**
 * Moves guilds in the rail: with the mouse by a drag, and with Alt and the arrow keys. A finger scrolls there, so a user of
 * a touch screen moves guilds by the menu of a guild.
 */

import type { GuildId } from '#domain/kernel/ids.ts';
import type { GuildOrder } from '#web/settings/guild-order.ts';

/** Distance in pixels from which a press is a drag. */
const DRAG_FROM = 6;

type Drag = { readonly row: HTMLElement; readonly y: number };
type Aim = { readonly line: HTMLElement; readonly side: 'before' | 'after'; readonly at: number };

const isBelow = (row: HTMLElement, y: number): boolean => {
  const { top, height } = row.getBoundingClientRect();
  return y > top + height / 2;
};

/** Answers where a guild goes that is let go at `y`, counted without itself. */
const aimed = (rows: ReadonlyArray<HTMLElement>, dragged: HTMLElement, y: number): Aim | null => {
  const others = rows.filter((row) => row !== dragged);
  const at = others.findIndex((row) => !isBelow(row, y));
  const [next, last] = [others[at], others.at(-1)];
  if (next !== undefined) return { line: next, side: 'before', at };
  return last === undefined ? null : { line: last, side: 'after', at: others.length };
};

const idOf = (row: HTMLElement): GuildId => (row.getAttribute('data-guild') ?? '') as GuildId;

/** Listens in a list whose rows have `data-guild` with their id. Answers a function that stops it. */
export const moveGuilds = (list: HTMLElement, { drop, step }: GuildOrder): (() => void) => {
  let held: Drag | null = null;
  let aim: Aim | null = null;
  const rows = (): ReadonlyArray<HTMLElement> => [...list.querySelectorAll<HTMLElement>('[data-guild]')];
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
    removeEventListener('pointermove', follow);
    removeEventListener('pointerup', letGo);
    removeEventListener('pointercancel', end);
    removeEventListener('keydown', giveUp, true);
  };
  const follow = (event: PointerEvent): void => {
    if (held === null || (aim === null && Math.abs(event.clientY - held.y) < DRAG_FROM)) return;
    event.preventDefault();
    clear();
    held.row.classList.add('dragged');
    aim = aimed(rows(), held.row, event.clientY);
    aim?.line.setAttribute('data-drop', aim.side);
  };
  const letGo = (): void => {
    const [drag, target] = [held, aim];
    end();
    if (drag === null || target === null) return;
    // The click that ends the drag would open the guild.
    const swallow = (event: Event): void => {
      event.preventDefault();
      event.stopPropagation();
    };
    addEventListener('click', swallow, { capture: true, once: true });
    setTimeout(() => removeEventListener('click', swallow, true));
    void drop(idOf(drag.row), target.at);
  };
  const giveUp = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    end();
  };
  const press = (event: PointerEvent): void => {
    const { target } = event;
    if (event.button !== 0 || event.pointerType !== 'mouse' || !(target instanceof Element)) return;
    const row = target.closest<HTMLElement>('[data-guild]');
    if (row === null) return;
    held = { row, y: event.clientY };
    addEventListener('pointermove', follow);
    addEventListener('pointerup', letGo);
    addEventListener('pointercancel', end);
    addEventListener('keydown', giveUp, true);
  };
  const carry = async (row: HTMLElement, by: 1 | -1): Promise<void> => {
    await step(idOf(row), by);
    // A moved row loses the focus.
    list.querySelector<HTMLElement>(`[data-guild="${idOf(row)}"] button`)?.focus();
  };
  const pressKey = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : null;
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-guild]') : null;
    if (by === null || row === null || !event.altKey || event.ctrlKey || event.shiftKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    void carry(row, by);
  };
  list.addEventListener('pointerdown', press);
  list.addEventListener('keydown', pressKey);
  return () => {
    end();
    list.removeEventListener('pointerdown', press);
    list.removeEventListener('keydown', pressKey);
  };
};
