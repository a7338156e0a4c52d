/**
 * Moves guilds in the rail: with the mouse by a drag, and with Alt and the arrow keys. A finger scrolls there, so a user of
 * a touch screen moves guilds by the menu of a guild.
 */

import type { GuildId } from '#domain/kernel/ids.ts';
import type { GuildOrder } from '#web/settings/guild-order.ts';
import { type DropLine, dragRows, isBelow } from '#web/ui/drag-rows.ts';

type Aim = DropLine & { readonly at: number };

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
  const stopDragging = dragRows<Aim>(list, {
    rows: '[data-guild]',
    mayDrag: (_row, { pointerType }) => pointerType === 'mouse',
    aimAt: aimed,
    drop: (dragged, { at }) => void drop(idOf(dragged), at),
  });
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
  list.addEventListener('keydown', pressKey);
  return () => {
    stopDragging();
    list.removeEventListener('keydown', pressKey);
  };
};
