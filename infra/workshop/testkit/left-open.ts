/**
 * Keeps account of everything that keeps a process alive or takes space elsewhere. A test closes it as its last step. A
 * failed test does not get there, and its run would hang instead of reporting the failure.
 */
import { setTimeout as pause } from 'node:timers/promises';

type Close = () => Promise<void>;

/** Functions that close open things, in the order of their opening. */
const open = new Set<Close>();

/**
 * Registers something as open.
 * @returns `close`, which may be called any number of times.
 */
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

/**
 * Closes everything that was opened after `before`, the last one first. Reports and skips what does not close in time.
 */
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
