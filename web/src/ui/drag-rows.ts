/**
 * Drags a row of a list with the pointer: a line beside another row shows where it goes, and Escape gives up. The list says
 * which rows are dragged and where each of them may go.
 */

/** Distance in pixels from which a press is a drag. */
const DRAG_FROM = 6;

/** Place between the rows. The line stands before or after a row. */
export type DropLine = { readonly line: Element; readonly side: 'before' | 'after' };
type Held = { readonly row: HTMLElement; readonly x: number; readonly y: number };

/** True for a height below the middle of a row. */
export const isBelow = (row: Element, y: number): boolean => {
  const { top, height } = row.getBoundingClientRect();
  return y > top + height / 2;
};

export type DraggedRows<A extends DropLine> = {
  /** Selector of the rows. */
  readonly rows: string;
  readonly mayDrag: (row: HTMLElement, press: PointerEvent & { readonly target: Element }) => boolean;
  /** Answers where the row goes that is let go at `y`, or null where it cannot. */
  readonly aimAt: (rows: ReadonlyArray<HTMLElement>, dragged: HTMLElement, y: number) => A | null;
  readonly drop: (dragged: HTMLElement, aim: A) => void;
};

/** The click that ends a drag would open the thing in the row. */
const swallowClick = (): void => {
  const swallow = (event: Event): void => {
    event.preventDefault();
    event.stopPropagation();
  };
  addEventListener('click', swallow, { capture: true, once: true });
  setTimeout(() => removeEventListener('click', swallow, true));
};

const isOnElement = (event: PointerEvent): event is PointerEvent & { readonly target: Element } =>
  event.target instanceof Element;

/** Listens in a list. Answers a function that stops it. */
export const dragRows = <A extends DropLine>(list: HTMLElement, of: DraggedRows<A>): (() => void) => {
  let held: Held | null = null;
  let aim: A | null = null;
  let moves = false;
  const rows = (): ReadonlyArray<HTMLElement> => [...list.querySelectorAll<HTMLElement>(of.rows)];
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
    aim = of.aimAt(rows(), held.row, event.clientY);
    aim?.line.setAttribute('data-drop', aim.side);
  };
  const letGo = (): void => {
    const [drag, target] = [held, aim];
    end();
    if (drag === null || target === null) return;
    swallowClick();
    of.drop(drag.row, target);
  };
  const giveUp = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    end();
  };
  const press = (event: PointerEvent): void => {
    if (event.button !== 0 || !event.isPrimary || !isOnElement(event)) return;
    const row = event.target.closest<HTMLElement>(of.rows);
    if (row === null || !of.mayDrag(row, event)) return;
    held = { row, x: event.clientX, y: event.clientY };
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
