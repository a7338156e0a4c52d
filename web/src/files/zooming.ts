/** Zooms and moves a picture inside its frame: by wheel, drag, pinch, double press and keys. */

import { createSignal } from 'solid-js';

export const ZOOM_MAX = 8;
const STEP = 1.5;
/** Zoom of a double press on a picture that fits its frame. */
const DOUBLE = 2.5;
/** Pixels that a finger moves before the move counts as a swipe. */
const SWIPE = 60;

export type View = { readonly zoom: number; readonly x: number; readonly y: number };
export const FITTING: View = { zoom: 1, x: 0, y: 0 };

/** Keeps the picture over its frame: it moves by at most the part of it that the frame cuts off. */
export const within = ({ zoom, x, y }: View, width: number, height: number): View => {
  const held = Math.min(ZOOM_MAX, Math.max(1, zoom));
  const [far, deep] = [((held - 1) * width) / 2, ((held - 1) * height) / 2];
  return { zoom: held, x: Math.min(far, Math.max(-far, x)) || 0, y: Math.min(deep, Math.max(-deep, y)) || 0 };
};

/** Zooms so that the point under the pointer stays where it is. The point counts from the middle of the frame. */
export const zoomedAt = (view: View, zoom: number, x: number, y: number): View => {
  const held = Math.min(ZOOM_MAX, Math.max(1, zoom));
  const factor = held / view.zoom;
  return { zoom: held, x: x - (x - view.x) * factor, y: y - (y - view.y) * factor };
};

type Swipe = 'before' | 'after' | 'away';
type Held = { readonly x: number; readonly y: number };

const apart = ([one, other]: ReadonlyArray<Held>): number =>
  one === undefined || other === undefined ? 0 : Math.hypot(one.x - other.x, one.y - other.y);

/** @param swiped Takes a swipe over a picture that fits its frame. */
export const zooming = (frame: () => HTMLElement | undefined, swiped: (swipe: Swipe) => void) => {
  const [view, setView] = createSignal(FITTING);
  const held = new Map<number, Held>();
  let begun: Held | null = null;
  let moved = false;

  const show = (next: View): void => {
    const box = frame();
    setView(within(next, box?.clientWidth ?? 0, box?.clientHeight ?? 0));
  };
  const fromMiddle = ({ clientX, clientY }: MouseEvent): Held => {
    const box = frame()?.getBoundingClientRect();
    return box === undefined
      ? { x: 0, y: 0 }
      : { x: clientX - box.left - box.width / 2, y: clientY - box.top - box.height / 2 };
  };
  const zoomTo = (zoom: number, at: Held = { x: 0, y: 0 }): void => show(zoomedAt(view(), zoom, at.x, at.y));
  const pinch = (before: ReadonlyArray<Held>, now: ReadonlyArray<Held>): void => {
    const [one, other] = now;
    if (one === undefined || other === undefined || apart(before) === 0) return;
    const at = { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
    zoomTo((view().zoom * apart(now)) / apart(before), at);
  };
  const swipe = (from: Held, to: Held): void => {
    const [x, y] = [to.x - from.x, to.y - from.y];
    if (Math.abs(x) > SWIPE && Math.abs(x) > Math.abs(y) * 1.5) swiped(x > 0 ? 'before' : 'after');
    else if (y > SWIPE * 1.5 && y > Math.abs(x) * 1.5) swiped('away');
  };

  return {
    view,
    reset: () => void setView(FITTING),
    nearer: () => zoomTo(view().zoom * STEP),
    farther: () => zoomTo(view().zoom / STEP),
    wheel: (event: WheelEvent): void => {
      event.preventDefault();
      zoomTo(view().zoom * (event.deltaY < 0 ? STEP : 1 / STEP), fromMiddle(event));
    },
    double: (event: MouseEvent): void => {
      if (view().zoom > 1) setView(FITTING);
      else zoomTo(DOUBLE, fromMiddle(event));
    },
    down: (event: PointerEvent): void => {
      if (event.button !== 0) return;
      (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
      held.set(event.pointerId, fromMiddle(event));
      begun = held.size === 1 ? fromMiddle(event) : null;
      if (held.size === 1) moved = false;
    },
    move: (event: PointerEvent): void => {
      const before = held.get(event.pointerId);
      if (before === undefined) return;
      const last = [...held.values()];
      const now = fromMiddle(event);
      held.set(event.pointerId, now);
      moved ||= begun === null || Math.hypot(now.x - begun.x, now.y - begun.y) > 4;
      if (held.size === 2) pinch(last, [...held.values()]);
      else if (view().zoom > 1) show({ ...view(), x: view().x + now.x - before.x, y: view().y + now.y - before.y });
    },
    up: (event: PointerEvent): void => {
      if (!held.delete(event.pointerId)) return;
      if (begun !== null && view().zoom === 1 && event.type === 'pointerup') swipe(begun, fromMiddle(event));
      begun = null;
    },
    /** True when the last press moved the picture, so that it is no press on the ground. */
    hasMoved: () => moved,
  };
};
