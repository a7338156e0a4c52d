/**
 * What keeps a process alive or takes room elsewhere, from its opening to its closing. A story closes it as its last
 * step; one that fails never comes to that, and a run whose process stays alive hangs instead of telling what failed.
 */
import { setTimeout as pause } from 'node:timers/promises';

type Close = () => Promise<void>;

/** In the order they were opened. */
const open = new Set<Close>();

/** @returns `close`, to be called any number of times; until then it counts as left open. */
export const closedOnce = (close: Close): Close => {
  let closed: Promise<void> | undefined;
  const once: Close = () => {
    open.delete(once);
    closed ??= close();
    return closed;
  };
  open.add(once);
  return once;
};

export const openNow = (): ReadonlySet<Close> => new Set(open);

/** Closes what was opened since, the last first; tells what would not close in time, and leaves that. */
export const closeAllBut = async (before: ReadonlySet<Close>, withinMs: number, tell: (why: string) => void) => {
  for (const close of [...open].reverse()) {
    if (before.has(close)) continue;
    const late = new AbortController();
    const tooLate = pause(withinMs, `it took longer than ${withinMs} ms`, { signal: late.signal }).catch(() => '');
    const ended = close().then(
      () => '',
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    const why = await Promise.race([ended, tooLate]);
    late.abort();
    if (why !== '') tell(why);
  }
};
